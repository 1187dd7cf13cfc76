import { Component, type ReactNode } from 'react';
import { common, shell as strings } from '../strings/index.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Page } from '../ui/page.js';

interface Props {
  /** Another place is another try. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly failed: boolean;
}

/**
 * Says what to do where a view cannot be shown: most often the server has another version of the page by now, and no longer
 * the part that was asked for. React has no function for this.
 */
export class Boundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override componentDidUpdate({ place }: Props) {
    if (this.state.failed && place !== this.props.place) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Page
        title={strings.fault.title}
        lead={strings.fault.lead}
        actions={
          <>
            <Button kind="primary" onPress={() => window.location.reload()}>
              {strings.fault.reload}
            </Button>
            <ButtonLink href="/">{common.toStart}</ButtonLink>
          </>
        }
      />
    );
  }
}
