// The boundary around each screen: what breaks inside takes this screen down, not the app, and not a
// word of what was typed: drafts are kept on the device as they are typed.
import type { ErrorInfo, ReactNode } from 'react';
import { Component } from 'react';

import styles from './crash.module.css';
import { strings } from './strings.ts';
import { Button } from './ui/button.tsx';
import { forgetFailed } from './ui/chunk.tsx';
import { EmptyState } from './ui/empty-state.tsx';
import { notify } from './ui/toast.tsx';

interface CrashBoundaryProps {
  /** Another screen begins whole again. */
  readonly screen: string;
  readonly children: ReactNode;
}

interface CrashBoundaryState {
  readonly error: Error | null;
  readonly where: string;
  readonly screen: string;
}

export class CrashBoundary extends Component<CrashBoundaryProps, CrashBoundaryState> {
  override state: CrashBoundaryState = { error: null, where: '', screen: this.props.screen };

  static getDerivedStateFromError(error: unknown): Partial<CrashBoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(
    { screen }: CrashBoundaryProps,
    state: CrashBoundaryState,
  ): CrashBoundaryState {
    return screen === state.screen ? state : { error: null, where: '', screen };
  }

  override componentDidCatch(_error: Error, info: ErrorInfo): void {
    forgetFailed();
    this.setState({ where: info.componentStack ?? '' });
  }

  override render(): ReactNode {
    const { error, where } = this.state;
    if (error === null) return this.props.children;
    const report = `${error.stack ?? error.message}\n${where}`;
    return (
      <div className={styles.crash} role="alert">
        <EmptyState
          title={strings.crash.title}
          actions={
            <>
              <Button tone="primary" onClick={() => location.reload()}>
                {strings.crash.reload}
              </Button>
              <Button onClick={() => this.setState({ error: null, where: '' })}>
                {strings.crash.again}
              </Button>
              <Button
                tone="ghost"
                onClick={() => {
                  void navigator.clipboard
                    ?.writeText(report)
                    .then(() => notify({ text: strings.item.copied(strings.crash.report) }));
                }}
              >
                {strings.crash.copy}
              </Button>
            </>
          }
        >
          {strings.crash.text}
        </EmptyState>
        <pre className={styles.report}>{error.message}</pre>
      </div>
    );
  }
}
