import { Camera, FolderArchive, FolderPlus, ImagePlus } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { chosenFiles } from './uploads/dropped-files.js';
import type { IncomingFile } from './uploads/plan.js';
import type { Collection } from './use-collection.js';

interface Props {
  readonly task: Collection['task'];
  readonly onFiles: (files: readonly IncomingFile[]) => void;
  /** Undefined where no class is chosen that the pictures would be of. */
  readonly onWebcam: (() => void) | undefined;
}

/** Files, folders, the camera: what dragging does, for those who do not drag. */
export function AddButtons({ task, onFiles, onWebcam }: Props) {
  const give = (files: FileList | null) => files && onFiles(chosenFiles(files));
  if (task === 'REGRESSION') {
    return (
      <FileTrigger allowsMultiple acceptedFileTypes={['.zip']} onSelect={give}>
        <Button>
          <FolderArchive aria-hidden /> {strings.addZip}
        </Button>
      </FileTrigger>
    );
  }
  return (
    <>
      <FileTrigger allowsMultiple acceptedFileTypes={['image/*', '.zip', '.heic', '.jxl']} onSelect={give}>
        <Button>
          <ImagePlus aria-hidden /> {strings.addPictures}
        </Button>
      </FileTrigger>
      <FileTrigger acceptDirectory onSelect={give}>
        <Button>
          <FolderPlus aria-hidden /> {strings.addFolder}
        </Button>
      </FileTrigger>
      {onWebcam && (
        <Button onPress={onWebcam}>
          <Camera aria-hidden /> {strings.webcam}
        </Button>
      )}
    </>
  );
}
