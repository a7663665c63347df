/** Photos taken before the report's page was open: the camera comes first, the page after it. */
let waiting: readonly File[] = [];

export function leavePhotos(files: readonly File[]): void {
  waiting = files;
}

/** Gives the photos once. */
export function takePhotos(): readonly File[] {
  const taken = waiting;
  waiting = [];
  return taken;
}
