import { useMemo, useState } from 'react';
import { Cell, Column, Row, type SortDescriptor, Table, TableBody, TableHeader } from 'react-aria-components';
import { useQuery } from 'urql';
import { inWords } from '../../graphql/in-words.js';
import { train as strings } from '../../strings/index.js';
import { megabytes, millions } from '../../strings/train.js';
import { Loading } from '../../ui/loading.js';
import { Problem } from '../../ui/problem.js';
import styles from './backbone-table.module.css';
import { BACKBONES, type Backbone } from './train-queries.js';

type Fact = keyof typeof strings.backbone.columns;
const FACTS = Object.keys(strings.backbone.columns) as Fact[];

interface Props {
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

/** Every pretrained network with what it can and costs; sorted by any of it. */
export function BackboneTable({ chosen, onChoose }: Props) {
  const [{ data, error }] = useQuery({ query: BACKBONES });
  const [sort, setSort] = useState<SortDescriptor>();
  const rows = useMemo(() => sorted(data?.backbones ?? [], sort), [data, sort]);
  if (error) return <Problem>{inWords(error)}</Problem>;
  if (!data) return <Loading />;
  return (
    <>
      <p className={styles.hint}>{strings.backbone.hint}</p>
      <div className={styles.scroll}>
        <Table
          aria-label={strings.backbone.label}
          className={styles.table}
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={[chosen]}
          onSelectionChange={(keys) => {
            const [name] = keys === 'all' ? [] : [...keys];
            if (name !== undefined) onChoose(String(name));
          }}
          {...(sort && { sortDescriptor: sort })}
          onSortChange={setSort}
        >
          <TableHeader>
            {FACTS.map((fact) => (
              <Column
                key={fact}
                id={fact}
                allowsSorting
                isRowHeader={fact === 'name'}
                className={styles[fact]}
              >
                {({ sortDirection }) => (
                  <>
                    {strings.backbone.columns[fact]}
                    <span aria-hidden className={styles.direction}>
                      {sortDirection && (sortDirection === 'ascending' ? '▲' : '▼')}
                    </span>
                  </>
                )}
              </Column>
            ))}
          </TableHeader>
          <TableBody>
            {rows.map((backbone) => (
              <Row key={backbone.name} id={backbone.name} className={styles.row}>
                {FACTS.map((fact) => (
                  <Cell key={fact} className={styles[fact]}>
                    {said(backbone, fact)}
                  </Cell>
                ))}
              </Row>
            ))}
          </TableBody>
        </Table>
      </div>
    </>
  );
}

function said(backbone: Backbone, fact: Fact): string {
  const { topOne, parameters, bytes, imagesPerSecond, inputSize, licence, name } = backbone;
  const { unknown, percent, pixels } = strings.backbone;
  switch (fact) {
    case 'name':
      return name;
    case 'topOne':
      return topOne === null ? unknown : percent(topOne);
    case 'parameters':
      return parameters === null ? unknown : millions(parameters);
    case 'bytes':
      return bytes === null ? unknown : megabytes(bytes);
    case 'imagesPerSecond':
      return imagesPerSecond === null ? unknown : imagesPerSecond.toLocaleString('en');
    case 'inputSize':
      return pixels(inputSize);
    case 'licence':
      return licence ?? unknown;
  }
}

/** What is not known comes last either way. */
function sorted(backbones: readonly Backbone[], sort: SortDescriptor | undefined): readonly Backbone[] {
  if (!sort) return backbones;
  const fact = sort.column as Fact;
  const sign = sort.direction === 'descending' ? -1 : 1;
  return backbones.toSorted((a, b) => {
    const [left, right] = [a[fact], b[fact]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = typeof left === 'number' ? left - Number(right) : left.localeCompare(String(right));
    return sign * order;
  });
}
