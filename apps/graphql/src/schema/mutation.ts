import { GraftError } from '@graft/core';
import type { InputFieldMap, InputShapeFromFields } from '@pothos/core';
import type { Context } from '../app.js';
import type { Scope } from '../database/tables.js';
import { builder } from './builder.js';

/** What the caller did wrong; mutations answer with these, GraphQL errors are left for faults. */
export interface UserError {
  readonly code: string;
  readonly message: string;
  /** Path of the input field concerned, such as `["input", "epochs"]`; null when it is no single field. */
  readonly field: readonly string[] | null;
}

export const UserErrorType = builder.objectRef<UserError>('UserError').implement({
  description: 'What is wrong with the input of a mutation, and what to do about it.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, such as `OPTION_INVALID`; made for programs.' }),
    message: t.exposeString('message', { description: 'Made for people; may change.' }),
    field: t.expose('field', {
      type: ['String'],
      nullable: true,
      description: 'Path of the input field concerned; null when it is no single field.',
    }),
  }),
});

export interface MutationOptions<Inputs extends InputFieldMap, Result extends object> {
  readonly description: string;
  readonly scope: Scope;
  readonly input: (t: PothosInputBuilder) => Inputs;
  /** Written before `payload`, whose types are inferred from what this gives. */
  readonly resolve: (input: InputShapeFromFields<Inputs>, context: Context) => Promise<Result>;
  /** Fields of the payload, all nullable: they are null where there are user errors. */
  readonly payload: (t: PothosPayloadBuilder<Partial<Result>>) => PayloadFields;
}

// Pothos keeps the type arguments of its builder inside the builder: they are read back from it here.
type RelayMutation = typeof builder.relayMutationField;
type PothosInputBuilder = Parameters<
  Extract<Parameters<RelayMutation>[1], { inputFields: unknown }>['inputFields']
>[0];
type PothosPayloadBuilder<Shape extends object> = PothosSchemaTypes.ObjectFieldBuilder<
  (typeof builder)['$inferSchemaTypes'],
  Shape
>;
type PayloadFields = Record<string, unknown>;

/**
 * One mutation in the form that all of Graft's have: one `input`, and a payload with `userErrors`. A GraftError of kind
 * `input` becomes a user error whose field comes from `details.field`; anything else is a fault.
 */
export function mutation<Inputs extends InputFieldMap, Result extends object>(
  name: string,
  { description, scope, input, payload, resolve }: MutationOptions<Inputs, Result>,
): void {
  builder.relayMutationField(
    name,
    { inputFields: input as never },
    {
      description,
      authScopes: { [scope]: true },
      resolve: async (_root: unknown, args: { input: unknown }, context: Context) => {
        try {
          return { ...(await resolve(args.input as InputShapeFromFields<Inputs>, context)), userErrors: [] };
        } catch (error) {
          if (!(error instanceof GraftError) || error.kind !== 'input') throw error;
          return { userErrors: [asUserError(error)] };
        }
      },
    } as never,
    {
      outputFields: (t: never) =>
        ({
          ...payload(t),
          userErrors: (t as PothosPayloadBuilder<{ userErrors: UserError[] }>).field({
            type: [UserErrorType],
            resolve: (parent) => parent.userErrors,
          }),
        }) as never,
    } as never,
  );
}

function asUserError({ code, message, details }: GraftError): UserError {
  const field = typeof details.field === 'string' ? ['input', ...details.field.split('.')] : null;
  return { code, message, field };
}
