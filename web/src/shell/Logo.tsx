/** The mark: sun over calm waters. */
export function Logo({ size = 34 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 34 34" width={size} height={size} aria-hidden>
      <circle cx="17" cy="17" r="15.500" fill="none" stroke="var(--blue-300)" strokeWidth="1.500" />
      <path
        d="M5 19c3-3.500 6-3.500 9 0s6 3.500 9 0 4-3 6-2.500"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.200"
        strokeLinecap="round"
      />
      <path
        d="M7 24.500c2.500-2.500 5-2.500 7.500 0s5 2.500 7.500 0 3-2 4-2"
        fill="none"
        stroke="var(--blue-300)"
        strokeWidth="1.800"
        strokeLinecap="round"
      />
      <circle cx="17" cy="9.200" r="2.600" fill="currentColor" />
    </svg>
  );
}
