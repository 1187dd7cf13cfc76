import { SYSTEMS } from './systems.mjs';

/** The tables of docs/accuracy.md. */
export function markdown({ machine, seeds, sets }) {
  const { processor, cores, node, commit } = machine;
  return [
    `Means over the seeds ${seeds.join(', ')}; ${processor}, ${cores} cores, Node ${node}, commit ${commit}.`,
    accuracies(sets),
    'Calibration and abstention, means over the seeds:',
    reliability(sets),
  ].join('\n\n');
}

function accuracies(sets) {
  const systems = Object.keys(SYSTEMS).filter((system) => sets[0].systems[system]);
  return table(
    ['Pictures', 'Learn + choose / test', ...systems.map((system) => SYSTEMS[system])],
    sets.map(({ name, labels, pictures, systems: results }) => [
      `${name}, ${labels} labels`,
      `${pictures.train} + ${pictures.validation} / ${pictures.test}`,
      ...systems.map((system) => {
        const { accuracy, interval } = results[system];
        return `${percent(accuracy)} (${interval.map(percent).join('–')})`;
      }),
    ]),
  );
}

function reliability(sets) {
  const rows = sets.flatMap(({ name, runs }) =>
    ['featureExtraction', 'fineTuning', 'tutorialHead']
      .filter((system) => runs.every((run) => run[system]?.calibration))
      .map((system) => {
        const mean = (of) => runs.reduce((sum, run) => sum + of(run[system]), 0) / runs.length;
        const at =
          (asked) =>
          ({ abstention }) =>
            abstention.find((point) => point.asked === asked);
        return [
          `${name}, ${SYSTEMS[system].replace('Graft, ', '')}`,
          mean(({ calibration }) => calibration.temperature).toFixed(2),
          mean(({ calibration }) => calibration.before).toFixed(3),
          mean(({ calibration }) => calibration.after).toFixed(3),
          mean(({ calibration }) => calibration.byChance).toFixed(3),
          percent(mean((run) => at(1)(run).error)),
          percent(mean((run) => at(0.9)(run).error)),
          percent(mean((run) => at(0.9)(run).coverage)),
        ];
      }),
  );
  const heads = ['Error of all answers', 'at 90% asked for', 'coverage then'];
  return table(['Model', 'Temperature', 'ECE before', 'ECE after', 'by chance', ...heads], rows);
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function percent(part) {
  return `${(100 * part).toFixed(1)}%`;
}
