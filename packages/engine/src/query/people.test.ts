import { describe, expect, it } from 'vitest';

import { World } from '../testing/world.ts';
import { peopleFitting, personCalled } from './people.ts';

/** WEB with ann, ben, José and guests, of whom only gil is a member. */
function town(): World {
  const world = new World();
  for (const name of ['ben', 'jose', 'gil', 'guest']) {
    world.person(name, name.startsWith('g') ? { role: 'guest' } : {});
  }
  world.must('user.edit', { id: world.id('jose'), name: 'José Benítez' });
  world.member('gil', 'viewer');
  return world;
}

const fitting = (world: World, typed: string) =>
  peopleFitting(world.tables, world.project.id, typed).map(({ handle }) => handle);

describe('people', () => {
  it('PEOPLE-1 a handle names one person, in any case of letters, also one who has left', () => {
    const world = town();
    expect(personCalled(world.tables, 'JOSE')?.name).toBe('José Benítez');
    expect(personCalled(world.tables, 'jos')).toBeUndefined();
    world.write((tables) => {
      const jose = personCalled(tables, 'jose')!;
      tables.set('user', jose.id, { ...jose, status: 'deactivated' });
    });
    expect(personCalled(world.tables, 'jose')?.status).toBe('deactivated');
    expect(fitting(world, '')).not.toContain('jose');
  });

  it('PEOPLE-2 who has a role in a project may be meant there, by name; nobody else', () => {
    expect(fitting(town(), '')).toEqual(['ann', 'ben', 'gil', 'jose']);
  });

  it('PEOPLE-3 what is typed begins a handle, or after those a word of a name', () => {
    const world = town();
    expect(fitting(world, 'be')).toEqual(['ben', 'jose']);
    expect(fitting(world, 'BENI')).toEqual(['jose']);
    expect(fitting(world, 'josé ben')).toEqual(['jose']);
    expect(fitting(world, 'en')).toEqual([]);
  });
});
