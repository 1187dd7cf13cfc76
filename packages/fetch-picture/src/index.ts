export { type FetchLimits, fetchPicture } from './fetch-picture.js';
export { ImageUrlError } from './image-url-error.js';
