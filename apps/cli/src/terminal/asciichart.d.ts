declare module 'asciichart' {
  interface PlotConfig {
    height?: number;
    min?: number;
    max?: number;
    colors?: readonly (string | undefined)[];
    format?: (value: number) => string;
  }
  export const cyan: string;
  export const yellow: string;
  export function plot(series: readonly (readonly number[])[], config?: PlotConfig): string;
}
