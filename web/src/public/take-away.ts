/** Puts a text on the clipboard, also on pages without encryption; false where the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    area.select();
    // The only way there is without encryption.
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** Saves the receipt as a picture. */
export function savePicture(receipt: {
  readonly title: string;
  readonly code: string;
  readonly pin: string;
  readonly url: string;
}): void {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [720, 420];
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const style = getComputedStyle(document.documentElement);
  const family = style.getPropertyValue('--font');
  pen.fillStyle = style.getPropertyValue('--surface');
  pen.fillRect(0, 0, 720, 420);
  pen.fillStyle = style.getPropertyValue('--ink');
  pen.textAlign = 'center';
  for (const [text, size, y] of [
    [receipt.title, 26, 70],
    [receipt.code, 76, 170],
    [receipt.pin, 56, 270],
    [receipt.url, 22, 360],
  ] as const) {
    pen.font = `${size > 50 ? 700 : 400} ${size}px ${family}`;
    pen.fillText(text, 360, y);
  }
  const link = document.createElement('a');
  link.href = canvas.toDataURL('image/png');
  link.download = `${receipt.code}.png`;
  link.click();
}
