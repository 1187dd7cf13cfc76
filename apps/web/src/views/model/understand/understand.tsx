import type { ModelTabProps } from '../model.js';

export default function Understand({ model }: ModelTabProps) {
  return <p>{model}</p>;
}
