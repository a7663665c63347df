import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useWords } from '../language/index.tsx';
import styles from './Scroll.module.css';
import { WORDS } from './words.ts';

interface ScrollProps {
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

/** Room for what is wider or longer than its place; whoever has no mouse reaches it by Tab and moves it with the arrows. */
export function Scroll({ className = '', style, children }: ScrollProps) {
  const t = useWords(WORDS);
  const box = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = () =>
      setOver(element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    const watch = new ResizeObserver(look);
    for (const one of [element, ...element.children]) watch.observe(one);
    return () => watch.disconnect();
  }, [children]);
  return (
    <div
      ref={box}
      className={`${styles.scroll} ${className}`}
      style={style}
      {...(over ? { tabIndex: 0, role: 'group', 'aria-label': t('scrolls') } : {})}
    >
      {children}
    </div>
  );
}
