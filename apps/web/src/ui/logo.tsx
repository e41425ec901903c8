// The mark of the product: a plan of three parts.
export function Logo({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path d="M8 8h5v16H8z" fill="#fff" />
      <path d="M15 8h4.5a4.5 4.5 0 0 1 0 9H15z" fill="#fff" fillOpacity=".72" />
      <path d="M15 19h5v5h-5z" fill="#fff" fillOpacity=".42" />
    </svg>
  );
}
