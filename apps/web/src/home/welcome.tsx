// The first run: make a project, or bring one along from a file.
import { FileInput } from 'lucide-react';
import type { ReactNode } from 'react';

import { openDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Logo } from '../ui/logo.tsx';
import styles from './welcome.module.css';

/** `newProject` is the form that makes a project. */
export function Welcome({ newProject }: { readonly newProject: ReactNode }) {
  return (
    <div className={styles.welcome}>
      <div className={styles.head}>
        <Logo size={40} />
        <h1 className={styles.title}>{strings.home.welcome}</h1>
        <p className={styles.text}>{strings.home.welcomeText}</p>
      </div>
      <div className={styles.ways}>
        <section className={styles.way}>
          <h2 className={styles.heading}>{strings.project.create}</h2>
          {newProject}
        </section>
        <section className={styles.drop}>
          <FileInput size={22} className={styles.icon} aria-hidden />
          <h2 className={styles.heading}>{strings.import.action}</h2>
          <p className={styles.text}>{strings.import.chooseText}</p>
          <Button onClick={() => openDialog({ kind: 'import', file: null })}>
            {strings.import.choose}
          </Button>
          <p className={styles.hint}>{strings.home.dropHint}</p>
        </section>
      </div>
    </div>
  );
}
