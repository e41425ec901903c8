// Short notes at the foot of the screen, with one action where there is something to undo.
import { Toast as Base } from '@base-ui/react/toast';
import { CircleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';

import { strings } from '../strings.ts';
import { IconButton } from './button.tsx';
import styles from './toast.module.css';

const manager = Base.createToastManager();

interface Notice {
  readonly text: string;
  readonly detail?: string | undefined;
  readonly tone?: 'plain' | 'problem';
  readonly action?: { readonly label: string; readonly perform: () => void };
}

/** Shows a note for some seconds: longer when there is something to undo or to read. */
export function notify({ text, detail, tone = 'plain', action }: Notice): void {
  const id = manager.add({
    title: text,
    type: tone,
    priority: tone === 'problem' ? 'high' : 'low',
    timeout: action !== undefined || tone === 'problem' ? 10_000 : 4000,
    ...(detail === undefined ? {} : { description: detail }),
    ...(action === undefined
      ? {}
      : {
          actionProps: {
            children: action.label,
            onClick: () => {
              manager.close(id);
              action.perform();
            },
          },
        }),
  });
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={styles.toast}>
      <Base.Content className={styles.content}>
        {toast.type === 'problem' && (
          <CircleAlert size={16} className={styles.problem} aria-hidden />
        )}
        <div className={styles.text}>
          <Base.Title className={styles.title} render={<p />} />
          <Base.Description className={styles.detail} />
        </div>
        <Base.Action className={styles.action} />
        <Base.Close render={<IconButton size="s" label={strings.close} icon={<X size={14} />} />} />
      </Base.Content>
    </Base.Root>
  ));
}
