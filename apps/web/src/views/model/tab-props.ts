/** What every tab of a model is given. */
export interface ModelTabProps {
  /** `name:version`, as the API takes it. */
  readonly model: string;
}
