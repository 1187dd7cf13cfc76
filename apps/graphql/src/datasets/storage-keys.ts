/** Everything of a dataset lies under one prefix, so that deleting it leaves nothing behind. */
export const datasetPrefix = (datasetId: string) => `datasets/${datasetId}/`;

/** A picture's bytes, by their hash: the same picture is stored once, and never changes. */
export const pictureKey = (datasetId: string, sha256: string) =>
  `${datasetPrefix(datasetId)}pictures/${sha256}`;

export const thumbnailKey = (datasetId: string, sha256: string) =>
  `${datasetPrefix(datasetId)}thumbnails/${sha256}.webp`;

export const versionKey = (datasetId: string, hash: string) =>
  `${datasetPrefix(datasetId)}versions/${hash}.jsonl`;

/** What a client sends, until it is taken up. */
export const uploadKey = (datasetId: string, uploadId: string) =>
  `${datasetPrefix(datasetId)}uploads/${uploadId}`;
