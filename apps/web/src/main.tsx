// A placeholder until the app is written: proves that the browser's half is built.
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root) createRoot(root).render(<p>Planwright</p>);
