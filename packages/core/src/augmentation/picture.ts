/** Of a picture, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A decoded picture. Augmentations never write into the pixels they are given. */
export interface Picture extends Size {
  /** RGB bytes, `[height, width, 3]`. */
  readonly pixels: Uint8Array;
}
