import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { PLANT_MEASUREMENTS, plantRecording } from '@anlan/data';
import { trainWatch } from '@anlan/domain/process-watch';
import type { Tx } from '../access/scoped.ts';
import { insertModel, insertWatch } from './acts.ts';

/** The replay sends a sample of the recording every ten seconds. */
const STEP = 10;
const TRAINING = { lags: 0, confidence: 0.99, explained: 0.7 };
const BY = '工艺工程师';

/** The recorded plant under watch, its model trained on the fault-free recording. */
export async function loadWatchDemonstration(tx: Tx, now: number): Promise<void> {
  const { rows } = await sql<{ id: string; kind: string; device: string; name: string }>`
    SELECT p.id, p.kind, d.id AS device, d.name FROM public.point p JOIN device d ON d.id = p.device_id
    WHERE d.origin = 'recorded' AND p.kind = ANY (${PLANT_MEASUREMENTS.map(({ kind }) => kind)})
    ORDER BY array_position(${PLANT_MEASUREMENTS.map(({ kind }) => kind)}::text[], p.kind)`.execute(tx);
  const [first] = rows;
  if (first === undefined) return;
  const recording = plantRecording('normal');
  const columns = rows.map(({ kind }) => recording.get(kind) as readonly number[]);
  const samples = columns[0]!.map((_, i) => columns.map((values) => values[i]!));
  const model = trainWatch(samples, TRAINING);
  if ('ok' in model) throw new Error(`the recorded plant is not trained: ${model.reason}`);
  const id = randomUUID();
  const wish = { name: '反应工段', step: STEP, points: rows.map(({ id: point }) => point) };
  await insertWatch(tx, { id, by: BY, wish, unit: { kind: 'device', id: first.device }, device: first.device });
  const to = now - 86_400_000;
  const training = { from: to - samples.length * STEP * 1000, to };
  const reason = '首次训练（Tennessee Eastman 正常工况录制，960 个样本）';
  await insertModel(tx, id, 1, { trained: { model, incomplete: 0 }, training, reason, by: BY });
}
