import { RotateCcw } from 'lucide-react';
import { train as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { RadioGroup } from '../../ui/radio-group.js';
import { BackboneTable } from './backbone-table.js';
import { HeadChoice } from './head-choice.js';
import { LearningFields } from './learning-fields.js';
import { NetworkCut } from './network-cut.js';
import { DEFAULTS, type Settings, STRATEGIES } from './settings.js';
import type { Dataset } from './train-queries.js';
import type { Estimating } from './use-estimate.js';
import type { ChangeSettings } from './use-settings.js';
import { VariationsChoice } from './variations-choice.js';

interface Props {
  readonly dataset: Dataset;
  readonly settings: Settings;
  readonly change: ChangeSettings;
  readonly estimate: Estimating;
}

/** Everything that can be chosen about a training, with what is taken where nothing is. */
export function MoreSettings({ dataset, settings, change, estimate }: Props) {
  return (
    <>
      <Card
        title={strings.strategy.label}
        actions={
          <Button kind="quiet" onPress={() => change(DEFAULTS)}>
            <RotateCcw aria-hidden />
            {strings.reset}
          </Button>
        }
      >
        <RadioGroup
          aria-label={strings.strategy.label}
          value={settings.strategy}
          choices={STRATEGIES.map((id) => ({
            id,
            label: strings.strategy[id],
            description: strings.strategy[`${id}Hint`],
          }))}
          onChange={(strategy) => change({ strategy })}
        />
        <NetworkCut settings={settings} change={change} />
      </Card>
      <Card title={strings.backbone.label}>
        <BackboneTable chosen={settings.backbone} onChoose={(backbone) => change({ backbone, from: '' })} />
      </Card>
      <Card title={strings.augmentation.label}>
        <VariationsChoice dataset={dataset} settings={settings} change={change} />
      </Card>
      <Card title={strings.learning}>
        <HeadChoice settings={settings} change={change} />
        <LearningFields settings={settings} change={change} estimate={estimate} />
      </Card>
    </>
  );
}
