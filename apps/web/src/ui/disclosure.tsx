import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components';
import styles from './disclosure.module.css';

interface Props {
  readonly title: string;
  readonly isOpenAtFirst?: boolean;
  readonly children: ReactNode;
}

/** What most people need not see. */
export function Disclosure({ title, isOpenAtFirst = false, children }: Props) {
  return (
    <AriaDisclosure className={styles.disclosure} defaultExpanded={isOpenAtFirst}>
      {({ isExpanded }) => (
        <>
          <Heading level={2} className={styles.heading}>
            <Button slot="trigger" className={styles.trigger}>
              <ChevronRight aria-hidden size={18} />
              {title}
            </Button>
          </Heading>
          <DisclosurePanel>{isExpanded && children}</DisclosurePanel>
        </>
      )}
    </AriaDisclosure>
  );
}
