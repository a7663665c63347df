import type { Page } from '@anlan/journeys';

/** What the page notes: subject → when its alarm arrived as an event, and when its row was in the document. */
export interface Noted {
  readonly events: Record<string, { alarm: string; at: number }>;
  readonly rows: Record<string, number>;
}

/** Notes arrivals inside the page: a device's write and the page's clock are of the same machine. */
export async function openDesk(page: Page, url: string): Promise<Page> {
  await page.addInitScript(() => {
    const noted: Noted = { events: {}, rows: {} };
    Object.assign(window, { noted });
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        this.addEventListener('message', ({ data }) => {
          const push = JSON.parse(String(data)) as {
            kind: string;
            happening?: string;
            alarm?: { id: string; subjectId: string };
          };
          if (push.kind === 'event' && push.happening === 'raised' && push.alarm !== undefined) {
            noted.events[push.alarm.subjectId] = { alarm: push.alarm.id, at: Date.now() };
          }
        });
      }
    };
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('[data-testid="alarm-row"]')) {
        const alarm = row.getAttribute('data-alarm');
        if (alarm !== null) noted.rows[alarm] ??= Date.now();
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-alarm'] });
  });
  await page.goto(`${url}/desk`);
  await page.getByTestId('desk').waitFor({ timeout: 30_000 });
  return page;
}
