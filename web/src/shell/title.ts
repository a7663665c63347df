import { useEffect } from 'react';

/** Names the browser tab while the page is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? '安澜' : `${title} · 安澜`;
    return () => void (document.title = '安澜');
  }, [title]);
}
