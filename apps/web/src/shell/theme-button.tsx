import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { shell as strings } from '../strings/index.js';
import { Button } from '../ui/button.js';

const THEMES = ['system', 'light', 'dark'] as const;
const ICONS = { system: Monitor, light: Sun, dark: Moon };
type Theme = (typeof THEMES)[number];

/** Goes through the system's colours, light and dark; remembered on this device. */
export function ThemeButton() {
  const [theme, setTheme] = useState(stored);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    localStorage.setItem('graft-theme', theme);
  }, [theme]);
  const Icon = ICONS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <Button kind="quiet" aria-label={strings.theme[theme]} onPress={() => setTheme(next)}>
      <Icon aria-hidden />
    </Button>
  );
}

function stored(): Theme {
  return THEMES.find((theme) => theme === localStorage.getItem('graft-theme')) ?? 'system';
}
