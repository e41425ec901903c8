// Fenced code: shown at once as it is, in colours once these are here.
import type { ComponentType } from 'react';
import { Suspense } from 'react';

import { chunk } from '../ui/chunk.tsx';
import type { CodeProps } from './coloured-code.tsx';

const ColouredCode = chunk<CodeProps>(() =>
  import('./coloured-code.tsx').then(
    (module): ComponentType<CodeProps> => module.ColouredCode,
    () => Plain,
  ),
);

export function CodeBlock({ language, code }: CodeProps) {
  return (
    <pre>
      <code>
        {language === '' ? (
          code
        ) : (
          <Suspense fallback={code}>
            <ColouredCode language={language} code={code} />
          </Suspense>
        )}
      </code>
    </pre>
  );
}

function Plain({ code }: CodeProps) {
  return code;
}
