import type { Client } from 'urql';
import { graphql } from '../../graphql/graphql.js';
import { inWords } from '../../graphql/in-words.js';
import type { Said } from './shown.js';

const RELABEL = graphql(`
  mutation Relabel($input: RelabelPicturesInput!) {
    change: relabelPictures(input: $input) {
      userErrors {
        message
      }
    }
  }
`);

const REMOVE = graphql(`
  mutation Remove($input: RemovePicturesInput!) {
    change: removePictures(input: $input) {
      removal
      userErrors {
        message
      }
    }
  }
`);

const RESTORE = graphql(`
  mutation Restore($input: RestorePicturesInput!) {
    change: restorePictures(input: $input) {
      userErrors {
        message
      }
    }
  }
`);

const ADD_CLASS = graphql(`
  mutation AddClass($input: AddClassInput!) {
    change: addClass(input: $input) {
      userErrors {
        message
      }
    }
  }
`);

const RENAME_CLASS = graphql(`
  mutation RenameClass($input: RenameClassInput!) {
    change: renameClass(input: $input) {
      userErrors {
        message
      }
    }
  }
`);

const REMOVE_CLASS = graphql(`
  mutation RemoveClass($input: RemoveClassInput!) {
    change: removeClass(input: $input) {
      removal
      userErrors {
        message
      }
    }
  }
`);

const RENAME = graphql(`
  mutation RenameCollection($input: RenameDatasetInput!) {
    change: renameDataset(input: $input) {
      userErrors {
        message
      }
    }
  }
`);

const CHECK = graphql(`
  mutation CheckCollection($input: CheckDatasetInput!) {
    change: checkDataset(input: $input) {
      userErrors {
        message
      }
    }
  }
`);

/** What a change gave: why it was not made, or how to take it back. */
export interface Changed {
  readonly problem: string;
  readonly removal?: string | null | undefined;
}

/** Changes of one collection. */
export function changesOf(client: Client, dataset: string) {
  return {
    relabel: (pictures: readonly string[], said: Said) =>
      settle(client.mutation(RELABEL, { input: { dataset, pictures: [...pictures], ...said } })),
    remove: (pictures: readonly string[]) =>
      settle(client.mutation(REMOVE, { input: { dataset, pictures: [...pictures], undoable: true } })),
    restore: (removal: string) => settle(client.mutation(RESTORE, { input: { dataset, removal } })),
    addClass: (label: string) => settle(client.mutation(ADD_CLASS, { input: { dataset, label } })),
    renameClass: (label: string, newLabel: string) =>
      settle(client.mutation(RENAME_CLASS, { input: { dataset, label, newLabel } })),
    removeClass: (label: string) => settle(client.mutation(REMOVE_CLASS, { input: { dataset, label } })),
    rename: (name: string) => settle(client.mutation(RENAME, { input: { dataset, name } })),
    check: () => settle(client.mutation(CHECK, { input: { dataset } })),
  };
}

export type Changes = ReturnType<typeof changesOf>;

interface Answer {
  readonly change: {
    readonly userErrors: readonly { readonly message: string }[];
    readonly removal?: string | null;
  };
}

async function settle(request: {
  toPromise(): Promise<{ data?: Answer; error?: Parameters<typeof inWords>[0] }>;
}): Promise<Changed> {
  const { data, error } = await request.toPromise();
  if (!data) return { problem: error ? inWords(error) : '' };
  const { userErrors, removal } = data.change;
  return { problem: userErrors[0]?.message ?? '', removal };
}
