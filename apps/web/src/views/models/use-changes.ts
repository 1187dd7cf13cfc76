import { useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { inWords } from '../../graphql/in-words.js';
import { models as strings } from '../../strings/index.js';
import { tell } from '../../ui/toasts.js';
import { DELETE_MODEL, type ListedAlias, PROMOTE, REMOVE_ALIAS, ROLL_BACK } from './queries.js';

/** What refetches lists after changes that tell of no model or alias themselves. */
const LISTS = { additionalTypenames: ['Model', 'Alias'] };

/**
 * Changes to the names and versions of one model name. What can be undone is done at once and offers to take it back.
 *
 * @returns `problem`: why the last change did not happen; empty where it did.
 */
export function useChanges(name: string, aliases: readonly ListedAlias[]) {
  const client = useClient();
  const [problem, setProblem] = useState('');

  /** @returns whether it happened; says why not where it did not. */
  function settle(
    error: CombinedError | undefined,
    payload: { readonly userErrors: readonly { readonly message: string }[] } | undefined,
  ): boolean {
    const why = error ? inWords(error) : (payload?.userErrors[0]?.message ?? '');
    setProblem(why);
    return why === '';
  }

  async function promote(model: string, alias: string, undo?: () => void): Promise<boolean> {
    const ref = `${name}@${alias}`;
    const before = aliases.find((each) => each.ref === ref)?.model.ref;
    const { data, error } = await client.mutation(PROMOTE, { input: { model, alias } }, LISTS).toPromise();
    const done = settle(error, data?.promoteModel);
    if (done && before !== model) {
      tell(
        strings.promoted(ref, model),
        undo ?? (() => void (before ? promote(before, alias, () => {}) : remove(alias))),
      );
    }
    return done;
  }

  async function rollBack(alias: string): Promise<void> {
    const ref = `${name}@${alias}`;
    const before = aliases.find((each) => each.ref === ref)?.model.ref;
    const { data, error } = await client.mutation(ROLL_BACK, { input: { name, alias } }, LISTS).toPromise();
    if (!settle(error, data?.rollBackAlias)) return;
    const now = data?.rollBackAlias.model?.ref ?? '';
    tell(strings.rolledBack(ref, now), before ? () => void promote(before, alias) : undefined);
  }

  async function remove(alias: string): Promise<void> {
    const ref = `${name}@${alias}`;
    const before = aliases.find((each) => each.ref === ref)?.model.ref;
    const { data, error } = await client
      .mutation(REMOVE_ALIAS, { input: { name, alias } }, LISTS)
      .toPromise();
    if (!settle(error, data?.removeAlias)) return;
    tell(strings.aliasRemoved(ref), before ? () => void promote(before, alias) : undefined);
  }

  async function deleteModel(model: string): Promise<boolean> {
    const { data, error } = await client.mutation(DELETE_MODEL, { input: { model } }, LISTS).toPromise();
    const done = settle(error, data?.deleteModel);
    if (done) tell(strings.deleteDialog.deleted(model));
    return done;
  }

  return { problem, promote, rollBack, remove, deleteModel };
}
