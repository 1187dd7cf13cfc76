/** A smooth function's value and gradient at one point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface Minimum extends Evaluation {
  readonly point: Float64Array;
  readonly iterations: number;
  /** False when the limit of iterations came first. Where rounding leaves nothing to gain, that is the minimum. */
  readonly converged: boolean;
}

export interface MinimiseOptions {
  /** Stop when no component of the gradient is larger; > 0. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Steps whose curvature is remembered, as in scikit-learn and SciPy. */
const MEMORY = 10;
/** Armijo's and Wolfe's constants as Nocedal and Wright choose them for quasi-Newton methods (Numerical Optimization, 3.1). */
const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
/** Halvings and doublings after which a direction is given up. */
const MAX_TRIALS = 25;

/**
 * Limited-memory BFGS (Liu and Nocedal 1989). The line search brackets a step that satisfies the weak Wolfe conditions by
 * halving and doubling (Lewis and Overton 2013), which is all that the update needs to stay positive definite.
 *
 * @param evaluate has to give the same result for the same point. @param start is not changed.
 */
export async function minimise(
  evaluate: (point: Float64Array) => Promise<Evaluation>,
  start: Float64Array,
  { tolerance, maxIterations }: MinimiseOptions,
): Promise<Minimum> {
  let point = start;
  let here = await evaluate(point);
  let memory: readonly Curvature[] = [];
  let iterations = 0;
  while (iterations < maxIterations && largest(here.gradient) > tolerance) {
    const direction = quasiNewtonDirection(here.gradient, memory);
    // Nothing is known of the curvature before the first step: it goes a distance of 1 at most.
    const first = memory.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(here.gradient, here.gradient)));
    const found = await searchLine(evaluate, point, here, direction, first);
    if (!found) break;
    const step = difference(found.point, point);
    const change = difference(found.evaluation.gradient, here.gradient);
    const product = dot(step, change);
    if (product > 0) memory = [...memory.slice(1 - MEMORY), { step, change, product }];
    ({ point, evaluation: here } = found);
    iterations++;
  }
  return { ...here, point, iterations, converged: iterations < maxIterations };
}

/** How the gradient changed along one step, and the product of the two. */
interface Curvature {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/** The two-loop recursion: minus the gradient times the inverse Hessian that the remembered steps suggest. */
function quasiNewtonDirection(gradient: Float64Array, memory: readonly Curvature[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares = new Array<number>(memory.length);
  for (let i = memory.length - 1; i >= 0; i--) {
    const { step, change, product } = memory[i]!;
    shares[i] = dot(step, direction) / product;
    addScaled(direction, change, -shares[i]!);
  }
  const newest = memory.at(-1);
  if (newest) {
    const scale = newest.product / dot(newest.change, newest.change);
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  for (const [i, { step, change, product }] of memory.entries()) {
    addScaled(direction, step, shares[i]! - dot(change, direction) / product);
  }
  return direction;
}

/** @returns undefined when no step along the direction lowers the value enough to be told from rounding. */
async function searchLine(
  evaluate: (point: Float64Array) => Promise<Evaluation>,
  from: Float64Array,
  { value, gradient }: Evaluation,
  direction: Float64Array,
  first: number,
): Promise<{ point: Float64Array; evaluation: Evaluation } | undefined> {
  const slope = dot(gradient, direction);
  let tooShort = 0;
  let tooLong = Number.POSITIVE_INFINITY;
  let stepLength = first;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const point = from.slice();
    addScaled(point, direction, stepLength);
    const evaluation = await evaluate(point);
    if (!(evaluation.value <= value + SUFFICIENT_DECREASE * stepLength * slope)) tooLong = stepLength;
    else if (dot(evaluation.gradient, direction) < CURVATURE * slope) tooShort = stepLength;
    else return { point, evaluation };
    stepLength = tooLong === Number.POSITIVE_INFINITY ? 2 * tooShort : (tooShort + tooLong) / 2;
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

/** Adds `factor * b` to `a` in place. */
function addScaled(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
