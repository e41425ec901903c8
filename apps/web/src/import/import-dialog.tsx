// Importing a file: choose it, read what would come of it, watch it come in, read what came of it.
import type { ImportChoices, Job, JobId } from '@planwright/engine';
import { FileInput } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import type { DryRun as DryRunAnswer } from '../store/files.ts';
import {
  cancelImport,
  looksLikeJson,
  planImportAgain,
  startImport,
  uploadImport,
} from '../store/files.ts';
import { useQuery } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Progress } from '../ui/progress.tsx';
import { DryRun } from './dry-run.tsx';
import styles from './import-dialog.module.css';
import { ReportView } from './report-view.tsx';

type Step =
  | { readonly at: 'choose'; readonly error: string | null }
  | { readonly at: 'sending'; readonly name: string }
  | {
      readonly at: 'dry-run';
      readonly name: string;
      readonly plan: DryRunAnswer;
      readonly error: string | null;
    }
  | { readonly at: 'running'; readonly name: string; readonly job: JobId };

/** `file`: one that was dropped on the page; null to let the person choose. */
export function ImportDialog({ file }: { readonly file: File | null }) {
  const [step, setStep] = useState<Step>(
    file === null ? { at: 'choose', error: null } : { at: 'sending', name: file.name },
  );

  useEffect(() => {
    if (file !== null) void send(file).then(setStep);
  }, [file]);

  const choose = (chosen: File): void => {
    setStep({ at: 'sending', name: chosen.name });
    void send(chosen).then(setStep);
  };

  const asking = useRef({ newest: 0, last: Promise.resolve() });
  // One after another, and of several that wait only the newest.
  const planAgain = (job: JobId, choices: ImportChoices): void => {
    const turn = (asking.current.newest += 1);
    asking.current.last = asking.current.last.then(async () => {
      if (turn !== asking.current.newest) return;
      const plan = await planImportAgain(job, choices);
      setStep((now) => {
        if (now.at !== 'dry-run' || turn !== asking.current.newest) return now;
        return 'error' in plan ? { ...now, error: plan.error } : { ...now, plan, error: null };
      });
    });
  };

  const close = (): void => {
    if (step.at === 'dry-run') cancelImport(step.plan.job);
    closeDialog();
  };

  return (
    <Dialog
      open
      onOpenChange={close}
      title={strings.import.title}
      size={step.at === 'dry-run' ? 'l' : 'm'}
    >
      {step.at === 'choose' && <Choose error={step.error} onFile={choose} />}
      {step.at === 'sending' && (
        <Running
          title={strings.import.reading(step.name)}
          text={strings.import.sending}
          done={null}
          total={1}
        />
      )}
      {step.at === 'dry-run' && (
        <DryRun
          name={step.name}
          plan={step.plan}
          error={step.error}
          onCancel={close}
          onChoose={(choices) => planAgain(step.plan.job, choices)}
          onImport={(choices) => {
            const { name, plan } = step;
            setStep({ at: 'running', name, job: plan.job });
            void startImport(plan.job, choices).then((error) => {
              if (error === null) return;
              setStep({ at: 'dry-run', name, plan: { ...plan, choices }, error });
            });
          }}
        />
      )}
      {step.at === 'running' && <FollowJob id={step.job} name={step.name} />}
    </Dialog>
  );
}

/** Sends a file to the server; gives what comes next. */
async function send(file: File): Promise<Step> {
  if (!(await looksLikeJson(file))) return { at: 'choose', error: strings.import.notJson };
  const sent = await uploadImport(file);
  if ('error' in sent) return { at: 'choose', error: sent.error };
  return { at: 'dry-run', name: file.name, plan: sent, error: null };
}

interface ChooseProps {
  readonly error: string | null;
  readonly onFile: (file: File) => void;
}

function Choose({ error, onFile }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.choose}>
      <FileInput size={22} className={styles.icon} aria-hidden />
      <p className={styles.text}>{strings.import.chooseText}</p>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.files?.[0];
          if (chosen !== undefined) onFile(chosen);
        }}
      />
      <Button tone="primary" onClick={() => input.current?.click()}>
        {strings.import.choose}
      </Button>
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function FollowJob({ id, name }: { readonly id: JobId; readonly name: string }) {
  const job = useQuery<Job | undefined>((tables) => tables.get('job', id), [id]);
  if (job === undefined || job.status === 'running') {
    const done = job === undefined || job.total === 0 ? null : job.done;
    return (
      <Running title={name} text={strings.import.running} done={done} total={job?.total ?? 1} />
    );
  }
  return <ReportView job={job} />;
}

interface RunningProps {
  readonly title: string;
  readonly text: string;
  readonly done: number | null;
  readonly total: number;
}

function Running({ title, text, done, total }: RunningProps) {
  const words = done === null ? text : `${text}: ${strings.import.of(done, total)}`;
  return (
    <div className={styles.running}>
      <p className={styles.name}>{title}</p>
      <Progress label={text} value={done} max={total} text={words} />
      <p className={styles.text}>{words}</p>
    </div>
  );
}
