/** What has been sent and acknowledged since the last summary. */
export class Counts {
  sent = 0;
  acknowledged = 0;
  refused = 0;
  missed = 0;

  /** One line, and from zero again. */
  summary(connected: string): string {
    const { sent, acknowledged, refused, missed } = this;
    Object.assign(this, { sent: 0, acknowledged: 0, refused: 0, missed: 0 });
    return `replay: ${connected}; sent ${sent}, acknowledged ${acknowledged}, refused ${refused}, missed ${missed}`;
  }
}
