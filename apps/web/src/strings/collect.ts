import { significant } from './numbers.js';

const number = (count: number) => count.toLocaleString('en');
const of = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
const pictures = (count: number) => of(count, 'picture', 'pictures');

export const collect = {
  lead: (count: number, classes: number, several: boolean) =>
    several
      ? `${pictures(count)} with ${of(classes, 'label', 'labels')}`
      : `${pictures(count)} in ${of(classes, 'class', 'classes')}`,
  byManifest: (count: number) => `${pictures(count)} with numbers`,
  noLabels: 'no label',
  labels: 'Labels',
  labelsTitle: (count: number) =>
    count === 1 ? 'What does it show?' : `What do these ${number(count)} show?`,
  noLabelsYet: 'No labels yet. Name the first one.',
  newLabel: 'New label',
  newLabelHint: 'Such as window',
  changeLabels: 'Labels',
  labelled: (count: number) => `${pictures(count)} labelled.`,
  number: (value: number) => significant(value, 4),
  train: 'Train',
  notYet: 'Two classes with some pictures each are needed to train.',
  rename: 'Rename',
  renameTitle: 'Rename this collection',
  renameClassTitle: (label: string) => `Rename ${label}`,
  name: 'Name',
  save: 'Save',
  mergeHint: 'A class of that name takes the pictures in.',
  more: 'More',

  classes: 'Classes',
  all: 'All pictures',
  bad: 'Not usable',
  newClass: 'New class',
  newClassHint: 'Such as cat',
  addClass: 'Add',
  noClasses: 'What should be told apart? Make a class for each.',
  classAdded: (label: string) => `${label} is there. Give it pictures.`,

  addPictures: 'Add pictures',
  addFolder: 'Add a folder',
  addZip: 'Add a zip',
  webcam: 'Webcam',
  chooseInto: (label: string) => `Add pictures to ${label}`,
  deleteClass: 'Delete class',
  renameClass: 'Rename class',
  classDeleted: (label: string) => `${label} was deleted.`,

  emptyTitle: 'Bring your pictures',
  emptyHints: {
    SINGLE_LABEL:
      'Drag folders here, one for each class: a folder’s name becomes the class. Pictures and zips work too, and so does paste.',
    MULTI_LABEL:
      'Drag pictures here, select those that show something and press “Labels”. A folder’s name becomes a label; a zip may say all labels in a metadata.csv with file_name and labels, such as bed|window.',
    REGRESSION:
      'Drag a zip here with the pictures and a metadata.csv: file_name, and a column whose name begins with target for each number.',
  },
  emptyClass: (label: string) =>
    `No pictures of ${label} yet. Drag some here, paste, choose files or use the webcam.`,
  emptyFilter: 'Nothing here.',
  dropAnywhere: 'Let go to add',
  dropInto: (label: string) => `Let go to add to ${label}`,

  intoTitle: 'What do they show?',
  intoHint: (count: number) => `${pictures(count)} came without a folder that would name a class.`,
  into: 'Class',

  grid: (label: string) => `Pictures: ${label}`,
  loadingMore: 'More pictures are coming',
  selected: (count: number) => `${number(count)} selected`,
  selectAll: 'Select all',
  clearSelection: 'Clear selection',
  moveTo: 'Move to',
  useFor: 'Use for',
  open: 'Look closer',
  remove: 'Delete',
  removed: (count: number) => `${pictures(count)} deleted.`,
  moved: (count: number, label: string) => `${pictures(count)} moved to ${label}.`,
  putBack: (count: number) => `${pictures(count)} put back.`,
  split: 'Part',
  splits: {
    ANY: 'Every part',
    TRAIN: 'To learn from',
    VALIDATION: 'To find the best epoch',
    TEST: 'To measure with',
    UNASSIGNED: 'Chosen by training',
  },
  picture: (name: string, label: string) => `${name}, ${label}`,
  notUsable: (reason: string) => `Not usable: ${reason}`,

  camera: {
    title: (label: string) => `Webcam: ${label}`,
    view: 'What the webcam sees',
    hold: 'Hold to take pictures',
    holding: 'Taking pictures…',
    hint: 'Four a second while the button, space or enter is held. Move a little between them.',
    taken: (count: number) => `${pictures(count)} taken`,
    opening: 'Opening the camera…',
    done: 'Done',
  },

  uploads: {
    title: 'Uploads',
    sending: (done: number, total: number) => `${number(done)} of ${number(total)} files`,
    done: (total: number) => `${of(total, 'file', 'files')} done.`,
    cancel: 'Cancel the rest',
    clear: 'Clear the list',
    retry: 'Try again',
    failed: (count: number) => `${of(count, 'file was', 'files were')} not sent`,
    failedReason: 'There was no answer from the server.',
    bad: (count: number) => `${of(count, 'file is', 'files are')} not usable`,
    duplicate: (count: number) => `${of(count, 'picture was', 'pictures were')} there already, left out`,
    joined: (count: number) =>
      count === 1
        ? '1 picture was there already; it has the new label as well'
        : `${number(count)} pictures were there already; they have the new label as well`,
    sameAs: (name: string) => `the same as ${name}`,
    nameTaken: (count: number) => `${of(count, 'name belongs', 'names belong')} to another picture`,
    keepBoth: 'Keep both',
    replace: 'Replace the older',
    andMore: (count: number) => `and ${number(count)} more`,
    importing: 'Unpacking and reading',
    imported: (added: number, left: number, bad: number) =>
      `Imported ${pictures(added)}${left ? `, ${number(left)} were there already` : ''}${bad ? `, ${number(bad)} not usable` : ''}.`,
    importFailed: 'The import failed.',
  },
  refused: {
    empty: 'The file is empty.',
    svg: 'SVG is a drawing that can carry programs, not a photograph. Save it as PNG.',
    noPicture: 'This is no picture that can be used: JPEG, PNG, WebP, AVIF, GIF or TIFF, or a zip of them.',
    needsZip:
      'What each picture shows is said by a metadata.csv, which is read from a zip: put it and the pictures into one.',
    tooLarge: (bytes: number) => `It is larger than the ${megabytes(bytes)} that this server takes.`,
  },

  look: {
    title: 'Worth a look',
    hint: 'Copies, likely wrong labels and pictures that resemble no other, found by comparing all pictures. Takes a moment; training gets faster by it.',
    check: 'Look for them',
    again: 'Look again',
    waiting: 'Waits for other work',
    working: 'Comparing the pictures',
    failed: 'That did not work.',
    nothing: 'Nothing to mend was found.',
    duplicates: (count: number) => `${of(count, 'pair', 'pairs')} of pictures that show the same`,
    doubts: (count: number) => `${of(count, 'label', 'labels')} that may be wrong`,
    doubtedNumbers: (count: number) => `${of(count, 'number', 'numbers')} that may be wrong`,
    outliers: (count: number) => `${of(count, 'picture', 'pictures')} like no other`,
    is: (label: string) => `labelled ${label}`,
    better: {
      label: (label: string) => `It is ${label}`,
      more: (label: string) => `It shows ${label} too`,
      less: (label: string) => `It does not show ${label}`,
    },
    fits: (target: string, value: number) => `${target} ${significant(value, 3)} would fit better`,
    keep: 'Keep',
    removeThis: (name: string) => `Delete this one: ${name}`,
    removeOne: 'Delete this one',
    more: 'Show more',
  },
};
