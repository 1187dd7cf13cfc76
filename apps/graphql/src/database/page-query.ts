/** What a list is asked for: the place in its order, as values of its sort key, and how many rows. */
export interface PageQuery {
  readonly after?: readonly string[];
  readonly before?: readonly string[];
  readonly limit: number;
  /** Read backwards from `before`. */
  readonly inverted: boolean;
}
