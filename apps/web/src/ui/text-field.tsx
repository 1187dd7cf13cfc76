import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  type TextFieldProps,
} from 'react-aria-components';
import styles from './field.module.css';

interface Props extends Omit<TextFieldProps, 'className'> {
  readonly label: string;
  readonly description?: string;
  readonly error?: string | undefined;
  readonly placeholder?: string;
}

/** One line of text with its label, help and what is wrong with it. */
export function TextField({ label, description, error, placeholder, ...props }: Props) {
  return (
    <AriaTextField {...props} isInvalid={error !== undefined} className={styles.field}>
      <Label className={styles.label}>{label}</Label>
      <Input className={styles.input} placeholder={placeholder} />
      {description && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </AriaTextField>
  );
}
