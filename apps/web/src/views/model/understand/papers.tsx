import { FileText, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { understand } from '../../../strings/index.js';
import { Button, ButtonLink } from '../../../ui/button.js';
import styles from './accuracy.module.css';
import { CardDialog } from './card-dialog.js';
import type { OtherModel } from './understand-query.js';

const strings = understand.accuracy;

/** What else there is to read about a model. */
export function Papers({ model }: { readonly model: Pick<OtherModel, 'ref' | 'reportUrl'> }) {
  const [showsCard, setShowsCard] = useState(false);
  return (
    <div className={styles.actions}>
      <Button kind="quiet" onPress={() => setShowsCard(true)}>
        <ScrollText aria-hidden />
        {strings.card}
      </Button>
      {model.reportUrl && (
        <ButtonLink kind="quiet" href={model.reportUrl} target="_blank" rel="noopener">
          <FileText aria-hidden />
          {strings.report}
        </ButtonLink>
      )}
      {showsCard && <CardDialog model={model.ref} onClose={() => setShowsCard(false)} />}
    </div>
  );
}
