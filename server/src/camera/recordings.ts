import type { Recordings } from '@anlan/gateways/media';
import type { Actor } from '@anlan/kernel/access';
import type { CameraRecordings } from '@anlan/kernel/camera';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { visibleCamera } from './read.ts';

const LONGEST_MS = 7 * 86_400_000;
const REFUSED = { offline: 'camera-offline', timeout: 'camera-silent', refused: 'camera-refused' } as const;

/** What a camera's device has recorded of it between two times, a week at most. */
export async function recordingsOf(
  context: Context,
  actor: Actor,
  id: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<CameraRecordings | Refusal> {
  if (to <= from || to - from > LONGEST_MS) {
    return refuse(
      'field-invalid',
      {
        field: both('时段', 'Span'),
        problem: both('结束应晚于开始，最长 7 天', 'it ends after it begins and lasts 7 days at most'),
      },
      'to',
    );
  }
  const camera = await visibleCamera(context, actor, id, 'camera.watch');
  if (isRefusal(camera)) return camera;
  const { identity, code, protocol } = camera;
  if (protocol !== 'gb28181' || identity === null || code === null) return refuse('camera-unreachable');
  const input = { device: identity.slice('gb28181:'.length), channel: code, from, to };
  const asked = await context.media.ask<Recordings>('camera-recordings', input);
  if (asked === undefined) return refuse('media-unreachable');
  if (asked.result !== 'done') return refuse(REFUSED[asked.result]);
  return {
    rows: asked.items.map(({ Name, StartTime, EndTime, FileSize, Type }) => ({
      name: Name ?? '',
      from: StartTime ?? '',
      to: EndTime ?? '',
      size: FileSize ?? null,
      type: Type ?? null,
    })),
  };
}
