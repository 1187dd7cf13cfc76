import type { ModelTabProps } from '../model.js';

export default function Use({ model }: ModelTabProps) {
  return <p>{model}</p>;
}
