import { Download } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../../graphql/graphql.js';
import { inWords } from '../../../graphql/in-words.js';
import { use as strings } from '../../../strings/index.js';
import { Button } from '../../../ui/button.js';
import { Card } from '../../../ui/card.js';
import { Problem } from '../../../ui/problem.js';
import styles from './use.module.css';

const EXPORT = graphql(`
  mutation ExportModel($input: ExportModelInput!) {
    exportModel(input: $input) {
      url
      userErrors {
        message
      }
    }
  }
`);

type Format = keyof typeof strings.formats;
const FORMATS = Object.keys(strings.formats) as Format[];
/** Those that can hold weights of 16 bits. */
const HALF: readonly Format[] = ['ONNX', 'TFJS'];

/** The model as a file, in formats of its own and of others. */
export function Downloads({ model }: { readonly model: string }) {
  return (
    <Card title={strings.downloads}>
      <p className={styles.lead}>{strings.downloadsLead}</p>
      <ul className={styles.formats}>
        {FORMATS.map((format) => (
          <li key={format} className={styles.format}>
            <div>
              <h3>{strings.formats[format][0]}</h3>
              <p className={styles.lead}>{strings.formats[format][1]}</p>
            </div>
            <div className={styles.buttons}>
              {HALF.includes(format) && <DownloadButton model={model} format={format} half />}
              <DownloadButton model={model} format={format} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function DownloadButton({ model, format, half = false }: { model: string; format: Format; half?: boolean }) {
  const [{ fetching }, run] = useMutation(EXPORT);
  const [problem, setProblem] = useState('');
  const [title] = strings.formats[format];

  async function download() {
    setProblem('');
    const { data, error } = await run({ input: { model, format, float16: half } });
    const url = data?.exportModel.url;
    if (url) save(url);
    else setProblem(error ? inWords(error) : (data?.exportModel.userErrors[0]?.message ?? ''));
  }
  return (
    <>
      <Button onPress={download} isPending={fetching} aria-label={strings.downloadOf(title, half)}>
        <Download aria-hidden />
        {fetching ? strings.making(title) : half ? strings.downloadHalf : strings.download}
      </Button>
      <span role="status" className="visually-hidden">
        {fetching && strings.making(title)}
      </span>
      {problem && <Problem>{problem}</Problem>}
    </>
  );
}

/** The server names the file and says that it is to be saved. */
function save(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
