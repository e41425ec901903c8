// Runs before the first paint, so that a chosen theme never flashes. The rest lives in src/store/theme.ts.
try {
  const chosen = localStorage.getItem('planwright.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be blocked: the system's theme it is.
}
