/** Side of the patch as a part of the picture's, and how many places it takes along each side. */
const PATCH = 1 / 6;
const PLACES = 14;
/** Pictures that go through the network together. */
const BATCH = 32;

export interface OcclusionGrid {
  readonly shape: readonly [number, number];
  /** `[rows, columns]`, row-major: how much the label's log-odds fall, in nats; below 0 where they rise. */
  readonly evidence: Float64Array;
}

/**
 * Occlusion (Zeiler and Fergus 2014, ECCV): a patch in the picture's mean colour is laid over one place after the other, and
 * where the label's odds fall the picture spoke for it. 196 answers of the model.
 *
 * @param picture RGB bytes `[height, width, 3]`. @param label index of the label to be explained.
 * @param probabilitiesOf `[pictures.length, labels]`, row-major.
 */
export async function occlude(
  picture: Uint8Array,
  [height, width]: readonly [number, number],
  label: number,
  probabilitiesOf: (pictures: readonly Uint8Array[]) => Promise<Float32Array>,
): Promise<OcclusionGrid> {
  const whole = logOdds(await probabilitiesOf([picture]), label);
  const colour = meanColour(picture);
  const places = Array.from({ length: PLACES * PLACES }, (_, i) => ({
    top: start(Math.floor(i / PLACES), height),
    left: start(i % PLACES, width),
  }));
  const evidence = new Float64Array(places.length);
  for (let first = 0; first < places.length; first += BATCH) {
    const some = places.slice(first, first + BATCH);
    const rows = await probabilitiesOf(some.map((place) => covered(picture, height, width, place, colour)));
    const classes = rows.length / some.length;
    some.forEach((_, i) => {
      evidence[first + i] = whole - logOdds(rows.subarray(i * classes, (i + 1) * classes), label);
    });
  }
  return { shape: [PLACES, PLACES], evidence };
}

/** Of the label against all others, exact also where it is all but certain. */
function logOdds(probabilities: Float32Array, label: number): number {
  let others = 0;
  probabilities.forEach((probability, i) => {
    if (i !== label) others += probability;
  });
  const tiny = 2 ** -126;
  return Math.log(Math.max(tiny, probabilities[label]!)) - Math.log(Math.max(tiny, others));
}

/** The patch is centred on its cell of the grid, and partly outside at the edges. */
function start(cell: number, side: number): number {
  return Math.round(((cell + 0.5) * side) / PLACES - (PATCH * side) / 2);
}

function covered(
  picture: Uint8Array,
  height: number,
  width: number,
  { top, left }: { top: number; left: number },
  colour: readonly number[],
): Uint8Array {
  const copy = picture.slice();
  for (let y = Math.max(0, top); y < Math.min(height, top + Math.round(PATCH * height)); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, left + Math.round(PATCH * width)); x++) {
      copy.set(colour, (y * width + x) * 3);
    }
  }
  return copy;
}

function meanColour(picture: Uint8Array): number[] {
  const sums = [0, 0, 0];
  picture.forEach((value, i) => {
    sums[i % 3]! += value;
  });
  return sums.map((sum) => Math.round((3 * sum) / picture.length));
}
