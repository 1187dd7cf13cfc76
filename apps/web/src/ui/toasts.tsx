import { X } from 'lucide-react';
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import { common } from '../strings/index.js';
import { Button } from './button.js';
import styles from './toasts.module.css';

interface Notice {
  readonly text: string;
  /** Takes back what the notice tells of. */
  readonly undo?: (() => void) | undefined;
}

const notices = new ToastQueue<Notice>({ maxVisibleToasts: 3 });
const SHOWN_MS = 6000;
const SHOWN_WITH_UNDO_MS = 15_000;

/** Says what was done, for a while; longer while it is looked at. */
export function tell(text: string, undo?: () => void): void {
  notices.add({ text, undo }, { timeout: undo ? SHOWN_WITH_UNDO_MS : SHOWN_MS });
}

/** Where what is told appears; once a view. */
export function Toasts() {
  return (
    <ToastRegion queue={notices} className={styles.region} aria-label={common.notices}>
      {({ toast }) => (
        <Toast toast={toast} className={styles.toast}>
          <ToastContent className={styles.words}>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.undo && (
            <Button
              kind="quiet"
              onPress={() => {
                toast.content.undo?.();
                notices.close(toast.key);
              }}
            >
              {common.undo}
            </Button>
          )}
          <AriaButton slot="close" className={styles.close} aria-label={common.close}>
            <X aria-hidden size={16} />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  );
}
