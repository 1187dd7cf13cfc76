import { useQuery } from 'urql';
import { inWords } from '../../graphql/in-words.js';
import { models } from '../../strings/index.js';
import { Dialog } from '../../ui/dialog.js';
import { Loading } from '../../ui/loading.js';
import { Problem } from '../../ui/problem.js';
import styles from './models.module.css';
import { COMPARE, type Difference } from './queries.js';

const strings = models.comparison;
/** Below it a difference is called one: the usual 5%. */
const SIGNIFICANT = 0.05;

interface Props {
  /** `name:version` each. */
  readonly first: string;
  readonly second: string;
  readonly onClose: () => void;
}

/** Two models on the same pictures: who is right how often, whether that is chance, and on which pictures they differ. */
export function Comparison({ first, second, onClose }: Props) {
  const [{ data, error }] = useQuery({ query: COMPARE, variables: { first, second } });
  return (
    <Dialog title={strings.title(first, second)} isOpen onClose={onClose} wide>
      {error && <Problem>{inWords(error)}</Problem>}
      {!data && !error && <Loading label={strings.computing} />}
      {data && <Result first={first} second={second} result={data.compareModels} />}
    </Dialog>
  );
}

interface ResultProps extends Omit<Props, 'onClose'> {
  readonly result: {
    readonly bothRight: number;
    readonly onlyFirstRight: number;
    readonly onlySecondRight: number;
    readonly bothWrong: number;
    readonly p: number;
    readonly differences: readonly Difference[];
  };
}

function Result({ first, second, result }: ResultProps) {
  const { bothRight, onlyFirstRight, onlySecondRight, bothWrong, p, differences } = result;
  const count = bothRight + onlyFirstRight + onlySecondRight + bothWrong;
  const better = onlyFirstRight > onlySecondRight ? first : second;
  const isFirst = ({ firstAnswer, actual }: Difference) => firstAnswer === actual;
  const verdict =
    onlyFirstRight + onlySecondRight === 0
      ? strings.same
      : p < SIGNIFICANT
        ? strings.better(better, strings.p(p))
        : strings.chance(strings.p(p));
  return (
    <>
      <p className={styles.verdict}>{verdict}</p>
      <div>
        <p>{strings.on(count)}</p>
        <p>{strings.right(first, bothRight + onlyFirstRight, count)}</p>
        <p>{strings.right(second, bothRight + onlySecondRight, count)}</p>
      </div>
      <table className={styles.table}>
        <caption className="visually-hidden">{strings.table}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{strings.isRight(second)}</th>
            <th scope="col">{strings.isWrong(second)}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{strings.isRight(first)}</th>
            <td>{bothRight}</td>
            <td>{onlyFirstRight}</td>
          </tr>
          <tr>
            <th scope="row">{strings.isWrong(first)}</th>
            <td>{onlySecondRight}</td>
            <td>{bothWrong}</td>
          </tr>
        </tbody>
      </table>
      {differences.length > 0 && <h3>{strings.differences}</h3>}
      <Pictures title={strings.only(first, onlyFirstRight)} pictures={differences.filter(isFirst)} />
      <Pictures
        title={strings.only(second, onlySecondRight)}
        pictures={differences.filter((each) => !isFirst(each))}
      />
    </>
  );
}

function Pictures({ title, pictures }: { readonly title: string; readonly pictures: readonly Difference[] }) {
  if (pictures.length === 0) return null;
  return (
    <section>
      <h4 className={styles.subheading}>{title}</h4>
      <ul className={styles.pictures}>
        {pictures.map(({ name, actual, firstAnswer, secondAnswer, picture }) => {
          const words = strings.shows(actual, firstAnswer === actual ? secondAnswer : firstAnswer);
          return (
            <li key={name}>
              <figure className={styles.figure}>
                {picture.thumbnailUrl ? (
                  <img src={picture.thumbnailUrl} alt={name} loading="lazy" />
                ) : (
                  <p>{strings.gone}</p>
                )}
                <figcaption>{words}</figcaption>
              </figure>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
