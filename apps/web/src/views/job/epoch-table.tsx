import { job as strings } from '../../strings/index.js';
import { type Epoch, wasSolved } from './story.js';

/** What the curves show, in numbers. */
export function EpochTable({ epochs }: { readonly epochs: readonly Epoch[] }) {
  const { columns, phases, onlyHead } = strings;
  const isSolved = wasSolved(epochs);
  const tunes = epochs.some(({ phase }) => phase === 'WARM_UP');
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{isSolved ? columns.penalty : columns.epoch}</th>
          <th scope="col">{columns.phase}</th>
          <th scope="col">{columns.loss}</th>
          <th scope="col">{columns.accuracy}</th>
          <th scope="col">{columns.validationLoss}</th>
          <th scope="col">{columns.validationAccuracy}</th>
        </tr>
      </thead>
      <tbody>
        {epochs.map(({ phase, epoch, loss, accuracy, validationLoss, validationAccuracy, l2 }) => (
          <tr key={`${phase} ${epoch}`}>
            <td>{isSolved ? l2 : epoch}</td>
            <td>{tunes ? phases[phase] : onlyHead}</td>
            <td>{loss.toFixed(3)}</td>
            <td>{accuracy === null ? '–' : strings.percentRight(accuracy)}</td>
            <td>{validationLoss.toFixed(3)}</td>
            <td>{validationAccuracy === null ? '–' : strings.percentRight(validationAccuracy)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
