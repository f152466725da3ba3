import { Heading } from '../../kit/parts.tsx';
import type { DeskPage } from '../kit/desk-visit.ts';
import { staffOf } from '../kit/desk-visit.ts';

/** Where everybody begins: what waits for them. */
export const home: DeskPage = {
  path: '/desk',
  async show(visit) {
    const t = visit.t.desk.home;
    const { person } = staffOf(visit);
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: <Heading lead={t.lead(person.name)}>{t.title}</Heading>,
    };
  },
};
