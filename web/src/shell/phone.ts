import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 767px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Is this the phone layout (below 768 px)? */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}
