// The rules that a project may switch on for moving items. The engine holds them, whoever moves.
import type { Project, RequiredFields, RuleStrength, StateCategory } from '@planwright/engine';
import { REQUIRABLE, STATE_CATEGORIES, blockedRuleOf, wipRuleOf } from '@planwright/engine';
import { ChevronDown } from 'lucide-react';

import { done } from '../actions/edits.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Menu, MenuCheck } from '../ui/menu.tsx';
import { Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { editProject } from './project-edits.ts';
import styles from './rules.module.css';
import { Row, Section } from './section.tsx';

const STRENGTHS = (['off', 'warn', 'block'] as const).map((value) => ({
  value,
  label: strings.settings.strengths[value],
}));

interface RulesProps {
  readonly project: Project;
  readonly editable: boolean;
}

export function Rules({ project, editable }: RulesProps) {
  const store = useStore();
  return (
    <Section id="rules" title={strings.settings.rules} hint={strings.settings.rulesHint}>
      <Row label={strings.settings.wipRule} hint={strings.settings.wipRuleHint}>
        <Select<RuleStrength>
          look="boxed"
          label={strings.settings.wipRule}
          value={wipRuleOf(project)}
          choices={STRENGTHS}
          disabled={!editable}
          onChange={(wipRule) => done(editProject(store, project, { wipRule }))}
        />
      </Row>
      <Row label={strings.settings.blockedRule} hint={strings.settings.blockedRuleHint}>
        <Select<RuleStrength>
          look="boxed"
          label={strings.settings.blockedRule}
          value={blockedRuleOf(project)}
          choices={STRENGTHS}
          disabled={!editable}
          onChange={(blockedRule) => done(editProject(store, project, { blockedRule }))}
        />
      </Row>
      <div>
        <h3 className={styles.label}>{strings.settings.required}</h3>
        <p className={styles.hint}>{strings.settings.requiredHint}</p>
        <ul className={styles.list}>
          {STATE_CATEGORIES.map((category) => (
            <li key={category} className={styles.line}>
              <StateIcon category={category} />
              <span className={styles.category}>{strings.categories[category]}</span>
              <RequiredMenu project={project} category={category} editable={editable} />
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}

interface RequiredMenuProps extends RulesProps {
  readonly category: StateCategory;
}

function RequiredMenu({ project, category, editable }: RequiredMenuProps) {
  const store = useStore();
  const chosen = project.requiredFields?.[category] ?? [];
  const words = chosen.map((name) => strings.activity.fields[name]).join(', ');
  const choose = (fields: readonly (typeof REQUIRABLE)[number][]): void => {
    const { [category]: _, ...others } = project.requiredFields ?? {};
    const all: RequiredFields = fields.length === 0 ? others : { ...others, [category]: fields };
    const requiredFields = Object.keys(all).length === 0 ? null : all;
    done(editProject(store, project, { requiredFields }));
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button
          tone="ghost"
          disabled={!editable}
          aria-label={strings.settings.requiredIn(
            strings.categories[category],
            words === '' ? strings.settings.requiredNone : words,
          )}
        >
          <span className={styles.value}>
            <span className={styles.words}>
              {words === '' ? strings.settings.requiredNone : words}
            </span>
            <ChevronDown size={14} aria-hidden />
          </span>
        </Button>
      }
    >
      {REQUIRABLE.map((name) => (
        <MenuCheck
          key={name}
          checked={chosen.includes(name)}
          onChange={(on) =>
            choose(REQUIRABLE.filter((one) => (one === name ? on : chosen.includes(one))))
          }
        >
          {strings.activity.fields[name]}
        </MenuCheck>
      ))}
    </Menu>
  );
}
