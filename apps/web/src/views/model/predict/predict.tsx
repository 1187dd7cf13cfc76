import type { ModelTabProps } from '../model.js';

export default function Predict({ model }: ModelTabProps) {
  return <p>{model}</p>;
}
