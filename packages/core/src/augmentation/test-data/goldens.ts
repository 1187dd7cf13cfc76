import type { Operation } from '../apply-operations.js';

/** The waves picture of this size after an operation, drawn by Pillow 13.0.0 or torchvision 0.29.2; RGB bytes in Base64. */
export const GOLDEN_SIZE = { width: 15, height: 11 };

export const GOLDENS: readonly {
  readonly source: string;
  readonly operations: readonly Operation[];
  readonly pixels: string;
}[] = [
  {
    source: 'Pillow ImageEnhance.Brightness',
    operations: [{ name: 'brightness', factor: 0 }],
    pixels:
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  },
  {
    source: 'Pillow ImageEnhance.Contrast',
    operations: [{ name: 'contrast', factor: 0 }],
    pixels:
      'eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5',
  },
  {
    source: 'Pillow ImageEnhance.Color',
    operations: [{ name: 'saturation', factor: 0 }],
    pixels:
      '////9fX16urq4ODg1tbWzMzMwcHBt7e3ra2to6OjmJiYjo6OhISEenp6b29v8vLy6Ojo3t7e1NTUycnJv7+/tbW1q6uroKCglpaWjIyMgoKCd3d3bW1tY2Nj5ubm3Nzc0dHRx8fHvb29s7OzqKionp6elJSUioqKf39/dXV1a2trYWFhVlZW2dnZz8/PxcXFu7u7sLCwpqamnJyckpKSh4eHfX19c3NzaGhoXl5eVFRUSkpKzc3Nw8PDuLi4rq6upKSkmZmZj4+PhYWFe3t7cHBwZmZmXFxcUlJSR0dHPT09wMDAtra2rKysoaGhl5eXjY2Ng4ODeHh4bm5uZGRkWlpaT09PRUVFOzs7MTExtLS0qampn5+flZWVi4uLgICAdnZ2bGxsYmJiV1dXTU1NQ0NDOTk5Li4uJiYmp6ennZ2dk5OTiIiIfn5+dHR0ampqX19fVVVVS0tLQUFBNjY2LCwsIiIiHBwcm5ubkJCQhoaGfHx8cnJyZ2dnXV1dU1NTSEhIPj4+NDQ0KioqHx8fGBgYERERjo6OhISEeXl5b29vZWVlW1tbUFBQRkZGPDw8MjIyJycnHR0dFBQUDQ0NDw8PgYGBd3d3bW1tY2NjWFhYTk5OREREOjo6Ly8vJSUlGxsbERERCgoKDAwMEhIS',
  },
  {
    source: 'Pillow ImageEnhance.Sharpness',
    operations: [{ name: 'sharpness', factor: 0 }],
    pixels:
      '////+PTw8enh6t7S49PD3Mi01b2lzrKWx6eHwJx4uZFpsoZaq3tLpHA8nWUt8PP26ejn4t3Y29LJ1Me6zbyrxrGcv6aNuJt+sZBvqoVgo3pRnG9ClWQzjlkk4eft2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00b0tvky9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEESw8/bvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUJtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQQUikApbfJnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigLQx0JlqvAj6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicOOxwJNBESh5+3gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYTMxsJLBEOJQUbeJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoMJBALHQkVFgckaYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMt',
  },
  {
    source: 'Pillow ImageEnhance.Brightness',
    operations: [{ name: 'brightness', factor: 0.83 }],
    pixels:
      '09PTzcrHyMG6wriuvK+htqaVsJyIqpN8pYpwn4FjmXhXk29KjWY+iFwxglMlx8nMwcC/u7ezta6mr6WaqpyNpJKBnol1mIBokndcjW5Ph2VDgVw2e1MqdUkdur/EtLa4r62rqaSfo5uSnZKGl4h6kn9tjHZhhm1UgGRIels7dVIvb0kiaT8WrrW9qKywoqOknJqXl5GLkYh+i35yhXVmf2xZemNNdFpAblE0aEgnYj8bXDUOoau1nKKplpmckJCQioeDhH53fnVreWtec2JSbVlFZ1A5YUcsXD4gVjUTUCsHlaGuj5ihiY+Vg4aIfn18eHRwcmtjbGFXZlhKYU8+W0YxVT0lTzQYSSsMRCIAiJemg46afYWNd3yBcXN1a2poZmFcYFdPWk5DVEU2TjwqSTMdQyoRPSEENxgHfI2fdoSScHuGa3J6ZWltX2BhWVdUU05ITkQ7SDsvQjIiPCkWNiAJMBcCKw4OcIOXanqLZHF+XmhyWF9mU1ZZTU1NR0RAQTo0OzEnNSgbMB8OKhYCJA0JHgQWY3qQXXCDV2d3Ul5rTFVeRkxSQENFOjo5NTAsLycgKR4TIxUHHQwEGAMREgUdV3CIUWZ8S11wRVRjP0tXOkJKNDk+LjAxKCclIh0YHRQMFwsAEQIMCwYYBQ8l',
  },
  {
    source: 'Pillow ImageEnhance.Contrast',
    operations: [{ name: 'contrast', factor: 0.83 }],
    pixels:
      '6Ojo4t/b3NXP1szC0MO2y7qpxbGdv6iRuZ+Es5Z4roxrqINfonpSnHFGlmg5297g1dXU0MzHysK7xLmuvrCiuKeWs56JrZV9p4xwoYJkm3lXlnBLkGc+il4yz9TZycvMw8LAvbizuK+nsqabrJ2OppSCoIt1m4JplXlcj29QiWZDg103fVQqwsrRvcHFt7i4sa6sq6WgpZyToJOHmop6lIFujnhhiG9VgmVIfVw8d1MvcUojtsDKsLe9qq6xpKSkn5uYmZKMk4l/jYBzh3dmgm5afGVNdltBcFI0akkoZUAcqbbCpK22nqSpmJudkpGRjIiEh394gXZre21fdWRSb1tGalE5ZEgtXj8hWDYUnay7l6OukZqijJGWhoeJgH59enVwdGxkb2NXaVpLY1E+XUgyVz4mUTUZTCwckaKzi5mnhZCbf4eOeX2CdHR1bmtpaGJcYllQXFBDVkc3UT4qSzQeRSsXPyIjhJisfo+geYaTc32HbXR6Z2puYWFhW1hVVk9IUEY8Sj0vRDQjPioXOSEeMxgqeI6kcoWYbHyMZnN/YGpzW2BmVVdaT05NSUVBQzw0PjMoOCocMiEZLBcmJhoya4SdZXuRYHKEWml4VGBrTlZfSE1SQ0RGPTs5NzItMSkhKyAUJhchIBstGiQ5',
  },
  {
    source: 'Pillow ImageEnhance.Color',
    operations: [{ name: 'saturation', factor: 0.83 }],
    pixels:
      '////9/Tw7+ni6N7U4NPG2ci40b2pyrKbwqiNu51/s5Jwq4dipHxUnHFGlWY48PL16Ojn4d3Z2dLK0se8yryuw7Ggu6aSs5uDrJF1pIZnnXtZlXBLjmU8hlou4ebr2tzd0tHPy8bBw7uzvLCktKWWrJqIpY96nYVslnpdjm9Ph2RBf1kzeE4l09riy8/TxMXFvLq3tK+praSbpZmNno5+loNwj3hih25UgGNFeFg3cU0paUIbxM7YvcPKtbi8rq6upqOfnpiRl42Dj4J1iHdngGxYeWFKcVc8akwuYkEfWjYRtsLOrrfAp6yyn6Gkl5eWkIyIiIF5gXZreWtdcmBPalVBYkoyW0AkUzUWTCoIp7bFn6u3mKCokJWaiYuMgYB+enVwcmpia19TY1RFW0k3VD4pTDQbRSkMPh4NmKq7kZ+tiZSfgomRen6Cc3R0a2lmY15YXFNKVEg8TT0tRTIfPicRNh0ILxITip6ygpOje4iVc32HbHJ5ZGdrXV1dVVJOTUdARjwyPjEkNyYWLxsHKBEOIQcZe5KodIeabHyMZXF9XWZvVlthTlBTRkZFPzs3NzAoMCUaKBoMIQ8IGgUTFAggbYWeZXuQXnCCVmV0TlpmR09XP0RJODo7MC8tKSQfIRkRGg4CEwQODQgaCBIo',
  },
  {
    source: 'Pillow ImageEnhance.Sharpness',
    operations: [{ name: 'sharpness', factor: 0.83 }],
    pixels:
      '////+PTw8enh6t7S49PD3Mi01b2lzrKWx6eHwJx4uZFpsoZaq3tLpHA8nWUt8PP26ejn4t3Y29LJ1Me6zbyrxrGcv6aNuJt+sZBvqoVgo3pRnG9ClWQzjlkk4eft2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00b0tvky9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEESw8/bvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUJtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQPUikApbfJnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigGQx0JlqvAj6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicMOxwENBESh5+3gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYSMxsELBAMJQUbeJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoJJA8GHQQVFgckaYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMt',
  },
  {
    source: 'Pillow ImageEnhance.Brightness',
    operations: [{ name: 'brightness', factor: 1.7 }],
    pixels:
      '///////////////////////////////////l///M//ay/+OZ/9F//75m/6tM///////////////////////////////v///W//S8/+Kj/8+J/7xw/apW8Zc9///////////////////////////5///g//PG/+Ct/82T+7t676hg45VH14It///////////////////////////q//HR/963+cye7rmE4qZr1pNRyoE4vm4e///////////////////////0/+/b+N3B7Mqo4LeO1KR1yJJbvH9CsGwopFoP////////////////////9u7l6tvM3siy0rWZxqN/u5Bmr31Mo2szl1gZi0UA////////////9P//6Ozv3dnW0ca8xbSjuaGJrY5woXxWlWk9iVYjfUQKcTEP////8///5/3/2+r5z9fgw8XGt7Ktq5+Tn416k3pgiGdHfFUtcEIUZC8FWBwe5f//2fv/zej/wdbqtcPRqrC3np6ekouEhnhremZRblM4YkAeVi0FShsUPggtzPn/wOf/tNT0qMHbnK/BkJyohImOeHd1bGRbYFFCVT4oSSwPPRkKMQYjJQs9suX/ptL/msDljq3Mgpqyd4iZa3V/X2JmU09MRz0zOyoZLxcAIwUZFw0zCyBM',
  },
  {
    source: 'Pillow ImageEnhance.Contrast',
    operations: [{ name: 'contrast', factor: 1.7 }],
    pixels:
      '///////////////////2///d/+zD/9mq/ceQ8bR35aFd2Y9EznwqwmkRtlcA//////////////////3n/+rO+9i08MWb5LKB2KBozI1OwHo1tGgbqFUCnEIA//////////////vx+unY7ta+4sOl1rGLyp5yvotYsnk/pmYlm1MMj0AAgy4A////////+Pr77Ofi4NTI1MKvyK+VvZx8sYpipXdJmWQvjVEWgT8AdSwAaRkA9v//6vj/3+Xs09PTx8C5u62gr5uGo4htl3VTi2I6f1Agcz0HaCoAXBgAUAUA3fb/0eT2xdHdub7DrayqoZmQlYZ3inNdfmFEck4qZjsRWikAThYAQgMANgAAw+L/t8/nrL3OoKq0lJebiISBfHJocF9OZEw1WDobTCcCQBQANQIAKQAAHQAAqs7xnrvYkqi+hpWleoOLbnByYl1YV0s/SzglPyUMMxMAJwAAGwAADwAAAwAAkLnihKbIeZSvbYGVYW58VVxiSUlJPTYvMSQWJREAGQAADQAAAgAAAAAAAAAAd6XTa5K5X3+gU22GR1ptO0dTLzU6JCIgGA8HDAAAAAAAAAAAAAAAAAAAAAAAXZDDUX6qRmuQOlh3LkZdIjNEFiAqCg0RAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  },
  {
    source: 'Pillow ImageEnhance.Color',
    operations: [{ name: 'saturation', factor: 1.7 }],
    pixels:
      '////+vPs9eja8dzI7NC158Wj47qR3q5+2aJs1JdZ0IxIy4A1xnQjwWkQvV4A7vP46ejm5NzT39DB28Wv1rmd0a6KzaJ4yJdmw4tTv4BBunQutWkcsV0KrFIA3efx2Nzf1NHNz8W7yrmoxa2WwaKEvJdxt4tfsn9MrnQ7qWkopF0Wn1EDm0YAzdzryNDZw8XGvrm0uq6itaKPsJZ9q4tqp4BZonRGnWg0mV0ilFIPj0YAijoAvNDkt8TSsrnArq6uqaKbpJeJoIt3m39klnRSkmlAjV0tiFEbg0YIfzsAei8Aq8XeprnMoa25naKnmJeVk4uCjn9winRehWhMgF05fFEnd0YVcjoCbi8AaSMAmrnXlq7FkaKzjJagh4uOg4B8fnRqeWhXdFxFcFEza0YgZjoOYS4AXSMAVxYAiq3RhaK/gJasfIuad3+IcnR1bWhjaV1RZFE+X0UsWjoZVi8IUSMATBcARAkLeaHKdJa4b4uma3+TZnOBYWhvXV1dWFFKU0Y4TzomSi4TRSMBQRgAOgoDMwAiaJbEY4qxX3+gWnSNVWh7UFxoTFFWR0ZEQjoxPS4fOSMNNBcALwsAKAAaGgEyWIu+U3+rTnOZSWiGRV10QFFiO0VPNjo9Mi8rLSMZKBcGIwsAHAASDwUqABM/',
  },
  {
    source: 'Pillow ImageEnhance.Sharpness',
    operations: [{ name: 'sharpness', factor: 1.7 }],
    pixels:
      '////+PTw8enh6t7S49PD3Mi01b2lzrKWx6eHwJx4uZFpsoZaq3tLpHA8nWUt8PP26ejn4t3Y29LJ1Me6zbyrxrGcv6aNuJt+sZBvqoVgo3pRnG9ClWQzjlkk4eft2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00b0tvky9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEESw8/bvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUJtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQOUikApbfJnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigCQx0JlqvAj6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicKOxwANBESh5+3gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYRMxsALA8KJQUbeJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoGJA4CHQAVFgckaYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMt',
  },
  {
    source: 'Pillow ImageOps.posterize',
    operations: [{ name: 'posterize', bits: 1 }],
    pixels:
      'gICAgICAgICAgICAgICAgICAgICAgICAgICAgIAAgIAAgIAAgAAAgAAAgAAAgICAgICAgICAgICAgICAgICAgICAgICAgIAAgIAAgIAAgAAAgAAAgAAAgAAAgICAgICAgICAgICAgICAgICAgICAgICAgIAAgIAAgAAAgAAAgAAAgAAAAAAAgICAgICAgICAgICAgICAgICAgICAgIAAgIAAgAAAgAAAgAAAAAAAAAAAAAAAgICAgICAgICAgICAgICAgICAgICAgIAAgAAAgAAAAAAAAAAAAAAAAAAAAAAAgICAgICAgICAgICAgICAgICAgIAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgICAgICAgICAgICAgICAgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgICAgICAgICAgICAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgICAgICAAICAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAICAAICAAACAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAICAAACAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  },
  {
    source: 'Pillow ImageOps.posterize',
    operations: [{ name: 'posterize', bits: 3 }],
    pixels:
      '4ODg4ODg4ODg4MDA4MDAwMCgwKCgwKCAwKCAwIBgoIBgoIBAoGBAoGAggGAg4ODg4ODg4MDAwMDAwMCgwKCgwKCAoKCAoIBgoIBgoIBgoGBAgGBAgGAggEAg4ODgwMDAwMDAwMDAwKCgoKCgoKCAoICAoIBgoIBggGBAgGBAgGAggEAgYEAAwMDgwMDAwMDAoKCgoKCgoKCAoICAoIBggIBggGBAgGBAgGAgYEAgYEAgYEAAwMDAoMDAoKCgoKCgoKCAoICAgICAgIBggGBggGBAYGBAYEAgYEAgYEAAYCAAoMDAoKDAoKCggKCggICAgICAgIBggGBgYGBAYGBAYEAgYEAgYCAAQCAAQCAAoKDAgKCggKCggICAgICAgIBgYGBgYGBgYEBAYEBAQEAgQCAgQCAAQCAAQAAAgKDAgKCggICggICAYGCAYGBgYGBgYEBAQEBAQEAgQCAgQCAAQCAAIAAAIAAAgICggICgYICAYGCAYGBgYGBgQEBAQEBAQEAgQCAgQCAgICAAIAAAIAAAIAAAYICgYICAYGCAYGCAQGBgQEBgQEBAQEBAQCAgICAgICAAIAAAIAAAAAAAAAAgYICgYGCAQGCAQGBgQEBgQEBAIEBAICAgICAgICAAIAAAAAAAAAAAAAAAAAAg',
  },
  {
    source: 'Pillow ImageOps.posterize',
    operations: [{ name: 'posterize', bits: 5 }],
    pixels:
      '+Pj4+PDw8Ojg6NjQ4NDA2Miw0LigyLCQwKCAwJh4uJBosIBYqHhIoHA4mGAo8PDw6Ojg4NjY2NDI0MC4yLiowLCYuKCIuJh4sJBoqIBgoHhQmGhAkGAwiFgg4ODo2NjY0NDIyMDAwLiwuLCgsKCQsJiAqIhwoIBgmHhQkGhIiGA4gFgoeEgY0NjgyNDQwMDAuLiwsKioqKCYqJiIoIh4mIBokHhYiGhIgGA4eFAwcEggcEAQwMjYuMDIsLi4qKiooKCYoJiQmIiAkIBwiHBggGhQeGBAcFAwaEggaEAYYDAIsMDQqLjAoKiwmKCgmJCQkIiAiIB4gHBoeGhYcGBIaFA4YEgoYDgYWDAIUCgAoLDImKi4kKCokJCYiIiIgIB4eHBocGhgaFhQYFBAWEgwWDggUDAQSCgAQBgIkKjAiKCwiJCggIiQeHiAcHBwaGhgYFhQWFBIUEg4UDgoSDAYQCAIOBgAMBAQgJiwgJCoeIiYcHiIaHB4YGhoWFhYUFBISEA4SDgwQDAgOCAQMBgAKBAIIAAYeJCocIiYaHiQYHCAWGBwUFhgSFBQQEBAQDgwODAgMCAYKBgIIAgAGAAQEAAgaICgYHiQWHCAUGB4SFhoQFBYOEBIODg4MCgoKCAYIBgIGAgAEAAICAgYABAo',
  },
  {
    source: 'Pillow ImageOps.posterize',
    operations: [{ name: 'posterize', bits: 8 }],
    pixels:
      '////+PTw8enh6t7S49PD3Mi01b2lzrKWx6eHwJx4uZFpsoZaq3tLpHA8nWUt8PP26ejn4t3Y29LJ1Me6zbyrxrGcv6aNuJt+sZBvqoVgo3pRnG9ClWQzjlkk4eft2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00b0tvky9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEESw8/bvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUJtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQPUikApbfJnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigGQx0JlqvAj6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicMOxwDNBESh5+3gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYSMxsDLBAMJQUbeJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoJJA8GHQQVFgckaYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMt',
  },
  {
    source: 'Pillow ImageOps.solarize',
    operations: [{ name: 'solarize', threshold: 0 }],
    pixels:
      'AAAABwsPDhYeFSEtHCw8IzdLKkJaMU1pOFh4P2OHRm6WTXmlVIS0W4/DYprSDwwJFhcYHSInJC02KzhFMkNUOU5jQFlyR2SBTm+QVXqfXIWuY5C9apvMcabbHhgSJSMhLC4wMzk/OkROQU9dSFpsT2V7VnCKXXuZZIaoa5G3cpzGeafVgLLkLSQbNC8qOzo5QkVISVBXUFtmV2Z1XnGEZXyTbIeic5Kxep3AgajPiLPej77tPDAkQzszSkZCUVFRWFxgX2dvZnJ+bX2NdIice5Orgp66ianJkLTYl7/nnsr2SzwtUkc8WVJLYF1aZ2hpbnN4dX6HfImWg5Slip+0karDmLXSn8Dhpsvwrdb/Wkg2YVNFaF5Ub2ljdnRyfX+BhIqQi5WfkqCumau9oLbMp8Hbrszqtdf5vOL2aVQ/cF9Od2pdfnVshYB7jIuKk5aZmqGooay3qLfGr8LVts3kvdjzxOP8y+7teGBIf2tXhnZmjYF1lIyEm5eToqKiqa2xsLjAt8PPvs7exdntzOT80+/z2vrkh2xRjndglYJvnI1+o5iNqqOcsa6ruLm6v8TJxs/Yzdrn1OX22/D54vvq6fjblnhanYNppI54q5mHsqSWua+lwLq0x8XDztDS1dvh3Obw4/H/6vzw8ffh+OzS',
  },
  {
    source: 'Pillow ImageOps.solarize',
    operations: [{ name: 'solarize', threshold: 100 }],
    pixels:
      'AAAABwsPDhYeFSEtHCw8IzdLKkJaMU1pOFh4P2OHRm6WTXlaVIRLW488YpotDwwJFhcYHSInJC02KzhFMkNUOU5jQFlyR2SBTm+QVXpgXIVRY5BCapszcVkkHhgSJSMhLC4wMzk/OkROQU9dSFpsT2V7VnCKXXuZZIZXa5FIcmM5eVgqgE0bLSQbNC8qOzo5QkVISVBXUFtmV2Z1XnGEZXyTbIddc5JOemI/gVcwiEwhj0ESPDAkQzszSkZCUVFRWFxgX2dvZnJ+bX2NdIhje5NUgmFFiVY2kEsnl0AYYTUJSzwtUkc8WVJLYF1aZ2hpbnN4dX6HfImWg5RaimBLkVU8mEotYD8eWTQPUikAWkg2YVNFaF5Ub2ljdnRyfX+BhIqQi5Vgkl9RmVRCX0kzWD4kUTMVSigGQx0JaVQ/cF9Od2pdfnVshYB7jIuKk5aZml5XXlNIV0g5UD0qSTIbQicMOxwDNBESeGBIf2tXhnZmjYF1lIyEm5eTXV1dVlJOT0c/SDwwQTEhOiYSMxsDLBAMJQUbh2xRjndglYJvY41+XJiNVVxjTlFUR0ZFQDs2OTAnMiUYKxoJJA8GHQQVFgcklnhaYoNpW454VJmHTVuWRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMt',
  },
  {
    source: 'Pillow ImageOps.solarize',
    operations: [{ name: 'solarize', threshold: 178.5 }],
    pixels:
      'AAAABwsPDhYeFSEtHCw8IzdLKkKlMbKWOKeHP5x4RpFpsoZaq3tLpHA8nWUtDwwJFhcYHSInJC02KzhFMkOrObGcQKaNR5t+sZBvqoVgo3pRnG9ClWQzjlkkHhgSJSMhLC4wMzk/OkSxQbCiSKWTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00bLSQbNC8qOzo5QkVISa+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEESPDAkQzszSkZCrq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUJSzwtrUc8pq1Ln6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQPUikApUg2nqxFl6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigGQx0Jlqs/j6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicMOxwDNBESh59IgJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYSMxsDLBAMJQUbeJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoJJA8GHQQVFgckaYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMt',
  },
  {
    source: 'Pillow ImageOps.solarize',
    operations: [{ name: 'solarize', threshold: 256 }],
    pixels:
      '////+PTw8enh6t7S49PD3Mi01b2lzrKWx6eHwJx4uZFpsoZaq3tLpHA8nWUt8PP26ejn4t3Y29LJ1Me6zbyrxrGcv6aNuJt+sZBvqoVgo3pRnG9ClWQzjlkk4eft2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00b0tvky9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEESw8/bvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUJtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQPUikApbfJnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigGQx0JlqvAj6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicMOxwDNBESh5+3gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYSMxsDLBAMJQUbeJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoJJA8GHQQVFgckaYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMt',
  },
  {
    source: "Pillow convert('L')",
    operations: [{ name: 'grey' }],
    pixels:
      '////9fX16urq4ODg1tbWzMzMwcHBt7e3ra2to6OjmJiYjo6OhISEenp6b29v8vLy6Ojo3t7e1NTUycnJv7+/tbW1q6uroKCglpaWjIyMgoKCd3d3bW1tY2Nj5ubm3Nzc0dHRx8fHvb29s7OzqKionp6elJSUioqKf39/dXV1a2trYWFhVlZW2dnZz8/PxcXFu7u7sLCwpqamnJyckpKSh4eHfX19c3NzaGhoXl5eVFRUSkpKzc3Nw8PDuLi4rq6upKSkmZmZj4+PhYWFe3t7cHBwZmZmXFxcUlJSR0dHPT09wMDAtra2rKysoaGhl5eXjY2Ng4ODeHh4bm5uZGRkWlpaT09PRUVFOzs7MTExtLS0qampn5+flZWVi4uLgICAdnZ2bGxsYmJiV1dXTU1NQ0NDOTk5Li4uJiYmp6ennZ2dk5OTiIiIfn5+dHR0ampqX19fVVVVS0tLQUFBNjY2LCwsIiIiHBwcm5ubkJCQhoaGfHx8cnJyZ2dnXV1dU1NTSEhIPj4+NDQ0KioqHx8fGBgYERERjo6OhISEeXl5b29vZWVlW1tbUFBQRkZGPDw8MjIyJycnHR0dFBQUDQ0NDw8PgYGBd3d3bW1tY2NjWFhYTk5OREREOjo6Ly8vJSUlGxsbERERCgoKDAwMEhIS',
  },
  {
    source: 'Pillow ImageOps.equalize',
    operations: [{ name: 'equalize' }],
    pixels:
      '////+PTw8enh6t7S49PD3Mi01b2lzrKWx6eHwJx4uZFpsoZaq3tLpHA8nWUt8PP26ejn4t3Y29LJ1Me6zbyrxrGcv6aNuJt+sZBvqoVgo3pRnG9ClWQzjlkk4eft2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00b0tvky9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEESw8/bvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUJtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQPUikApbfJnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigGQx0JlqvAj6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicMOxwDNBESh5+3gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYSMxsDLBAMJQUbeJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoJJA8GHQQVFgckaYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMt',
  },
  {
    source: 'Pillow ImageOps.autocontrast',
    operations: [{ name: 'contrast', factor: 0.4 }, { name: 'auto-contrast' }],
    pixels:
      '////9/Tw8ujh6t7S4tTD2se0072lzrCWxqaHvpx4to9pr4VaqnlLom88mmQt7/L35+jo4t7Z2tHK08e7y7qsw7CdvqaOtpp/r49wp4Nhn3lSmm9DkmI0i1gl4Ojt2Nve09HPy8TAw7qxvLCitKSTr5qEp411n4Nml3lXkGxIi2I5g1Uqe0sb0NvjyM/Uw8TFvLq2tK6nrKSYpJeJn416l4NrkHZciGxNgF8+e1Uvc0sgbD8Rwc/cucTNtLi+rK6vpKGgnZeRlY2CkIBziHZkgGpVeV9GcVU3bEkoZD8ZXDIKscLSqrjDpKu0naGllZeWjYqHhYB4gHRpeWpacV9LaVM8YUktXDweVTIPTSgAorXKmqu7laGsjZSdhYqOfn5/dnRwcWphaV1SYVNDWkY0UjwlTTIWRSUHPRsKkqvAi5+xhZSifoiTdn6EbnR1Z2dmYV1XWlBIUkY5SjwqQi8bPSUMNhkCLg8Rg5+2e5KndoiYbn6JZ3F6X2drV1pcUlBNSkY+QjovOy8gMyMRLhkCJg8MHgIbc5KvbIigZ3uRX3GCV2RzT1pkSFBVQkRGOzo3My0oKyMZJBkKHgwHFwIWDwUlZIWlXHuWV2+HT2R4SFppQE5aOERLMzc8Ky0tJCMeHBYPFAwADwAPBwUeABEt',
  },
  {
    source: 'torchvision adjust_hue',
    operations: [{ name: 'hue', turn: -0.5 }],
    pixels:
      '////8PT44enx0t7qw9PjtMjcpb3VlrLOh6fHeJzAaZG5WoayS3urPHCkLWWd9vPw5+jp2N3iydLbusfUq7zNnLHGjaa/fpu4b5CxYIWqUXqjQm+cM2SVJFmO7efh3tzaz9HTwMbMsbvForC+k6W3hJqwdY+pZoSiV3mbSG6UOWONKliGG01/5NvS1dDLxsXEt7q9qK+2maSvipmoe46hbIOaXXiTTm2MP2KFMFd+IUx3EkFw28/DzMS8vbm1rq6un6OnkJiggY2ZcoKSY3eLVGyERWF9NlZ2J0tvGEBoCTVh0sO0w7ittK2mpaKflpeYh4yReIGKaXaDWmt8S2B1PFVuLUpnHj9gDzRZAClSybeluqyeq6GXnJaQjYuJfoCCb3V7YGp0UV9tQlRmM0lfJD5YFTNRBihKCS9DwKuWsaCPopWIk4qBhH96dXRzZmlsV15lSFNeOUhXKj1QGzJJDCdCAyI7ETQzt5+HqJSAmYl5in5ye3NrbGhkXV1dTlJWP0dPMDxIITFBEiY6AxszDCgsBSUPrpN4n4hxkH1qgXJjcmdcY1xVVFFORUZHNjtAJzA5GCUyCRorBhskBB0MFSQHpYdplnxih3FbeGZUaVtNWlBGS0U/PDo4LS8xHiQqDxkjAA4cAxUJGB4ILSEH',
  },
  {
    source: 'torchvision adjust_hue',
    operations: [{ name: 'hue', turn: -0.2 }],
    pixels:
      '////+PD28eHt6tLj48Pa3LTQ1aXHzpa9x4e0wHiruWmhslqYq0uOpDyFnS178Pby6efp4tjf28nW1LrMzavDxpy6v42wuH6nsW+dqmCUo1GKnEKBlTN4jiRu4e3l2t7c08/SzMDJxbG/vqK2t5OssISjqXWaomaQm1eHlEh9jTl0hipqfxth0uTYy9XOxMbFvbe7tqiyr5mpqIqfoXuWmmyMk12DjE55hT9wfjBndyFdcBJUw9vKvMzBtb24rq6up5+loJCbmYGSknKIi2N/hFR2fUVsdjZjbydZaBhQYQlGtNK9rcO0prSqn6WhmJaXkYeOiniFg2l7fFpydUtobjxfZy1VYB5MWQ9DUgA5pcmwnrqnl6udkJyUiY2Kgn6Be293dGBubVFkZkJbXzNSWCRIURU/SgY1Qwk6lsCjj7GZiKKQgZOGeoR9c3V0bGZqZVdhXkhXVzlOUCpESRs7QgwxOwMtLBE0h7eVgKiMeZmDcop5a3twZGxmXV1dVk5TTz9KSDBBQSE3OhIuMwMkKQwsCAUleK6IcZ9/apB1Y4FsXHJiVWNZTlRQR0VGQDY9OSczMhgqKwkgJAYhBwQdBxokaaV7YpZyW4doVHhfTWlVRlpMP0tCODw5MS0vKh4mIw8dHAATBQMVCBweBy0Z',
  },
  {
    source: 'torchvision adjust_hue',
    operations: [{ name: 'hue', turn: 0.1 }],
    pixels:
      '////+Pjw8PHh6OrS4OPD2Ny00dWlyc6WwceHucB4sblpqbJaoqtLmqQ8kp0t8fD26enn4eLY2tvJ0tS6ys2rwsacur+Nsrh+q7Fvo6pgm6NRk5xCi5Uzg44k4+Ht29re09PPy8zAw8Wxu76itLeTrLCEpKl1nKJmlJtXjJRIhY05fYYqdX8b1NLkzMvVxMTGvb23tbaora+ZpaiKnaF7lZpsjpNdhoxOfoU/dn4wbnchZ3ASxsPbvrzMtrW9rq6upqefn6CQl5mBj5Jyh4tjf4RUd31FcHY2aG8nYGgYWGEJt7TSr63DqKa0oJ+lmJiWkJGHiIp4gINpeXxacXVLaW48YWctWWAeUVkPSlIAqaXJoZ66mZerkZCciYmNgoJ+entvcnRgam1RYmZCWl8zU1gkS1EVQ0oGQ0AJmpbAko+xi4iig4GTe3qEc3N1a2xmY2VXXF5IVFc5TFAqREkbPEIMODsDNCURjIe3hICofHmZdHKKbWt7ZWRsXV1dVVZOTU8/RUgwPkEhNjoSLjMDLCMMJQUHfXiudnGfbmqQZmOBXlxyVlVjTk5UR0dFP0A2NzknLzIYJysJJCEGHQQGJAcgb2mlZ2KWX1uHV1R4UE1pSEZaQD9LODg8MDEtKCoeISMPGRwAFQMEGwgeEQct',
  },
  {
    source: 'torchvision adjust_hue',
    operations: [{ name: 'hue', turn: 0.33 }],
    pixels:
      '////8Pj04fHp0urew+PTtNzHpdW8ls6xh8emeMCbabmPWrKES6t5PKRuLZ1j9vD05+no2OLdydvSutTHq828nMawjb+lfriab7GPYKqEUaN4QpxtM5ViJI5X7eHo3trcz9PRwMzGscW7or6wk7ekhLCZdamOZqKDV5t4SJRsOY1hKoZWG39L5NLc1cvRxsTFt726qLavma+kiqiYe6GNbJqCXZN3ToxsP4VgMH5VIXdKEnA/28PQzLzFvbW5rq6un6ejkKCYgZmNcpKBY4t2VIRrRX1gNnZVJ29JGGg+CWEz0rTEw625tKatpZ+ilpiXh5GMeIqBaYN1WnxqS3VfPG5ULWdJHmA9D1kyAFInyaW4up6tq5einJCWjYmLfoKAb3t1YHRqUW1eQmZTM19IJFg9FVExBkomCUMbwJassY+hooiWk4GKhHp/dXN0ZmxpV2VeSF5SOVdHKlA8G0kxDEImAzsaEjQRt4egqICVmXmKinJ+e2tzbGRoXV1dTlZSP09GMEg7IUEwEjolAzMaDCwPGyUFrniUn3GJkGp+gWNzclxnY1VcVE5RRUdGNkA7JzkvGDIkCSsZBiQOFR0EJBUHpWmIlmJ9h1tyeFRnaU1bWkZQSz9FPDg6LTEvHiojDyMYABwNDxUDHg0ILQcT',
  },
  {
    source: 'Pillow ImageFilter.GaussianBlur',
    operations: [{ name: 'blur', radius: 0.5 }],
    pixels:
      '/P789fPw7ujh593S4NLD2ce00ryly7GWxKaHvZt4tpBpr4VaqHpLoW88mmQw8PPz6ejn4t3Y29LJ1Me6zbyrxrGcv6aNuJt+sZBvqoVgo3pRnG9ClWQzjlkn4efq2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00e0tvhy9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEEVw8/YvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUMtMPPrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQPUikFpbfGnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigJQx0Jlqu9j6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicMOxwGNBEQh5+0gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYSMxsGLBAMJQcYeJOrcYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoLJA8JHQcVFgchbIiiZX2WXnKHV2d4UFxpSVFaQkZLOzs8NDAtLSUeJhoPHw8DGAYPEQgeChIq',
  },
  {
    source: 'Pillow ImageFilter.GaussianBlur',
    operations: [{ name: 'blur', radius: 1 }],
    pixels:
      '9fX08e7q6uTd49nO3M6/1cOwzrihx62SwKKDuZd0soxlq4FWpHZHnWs5mWQv6+3u5+bk4NzX2dHI0sa5y7uqxLCbvaWMtpp9r49uqIRfoXlQmm5Bk2Mzj1wp3uLm2tvc09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgrglEhz9bdy8/TxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0wic0UYwMrUvMPKtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAZZDkPsb7LrbfBpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQSVS0KorLCnqu4l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMWSigNRiEKk6a5j5+viJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicQOxwNNxUOhJqwgJOmeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYUMxsNLBIPKAwVdo+ncoida36QZHOBXWhyVl1jT1JUSEdFQTw2OjEnMyYZLBsOJRINHgwVGgodbIehaICXYXaKWmt7U2BsTFVdRUpOPj8/NzQwMCkhKR4UIhMLGwwPFAoaEAsi',
  },
  {
    source: 'Pillow ImageFilter.GaussianBlur',
    operations: [{ name: 'blur', radius: 2.5 }],
    pixels:
      '4uDf39zZ29XQ1czEz8O2yLiowa2ZuqKKs5d7rIxspYFen3hQmW9ElWg7kmQ13Nvc2dfW1dDNz8fByb6zwrOlu6iWtJ2HrZJ4podpn3xbmXNNk2pBj2M4jF8y09TW0NDQzMnHxsC7wLetuayfsqGQq5aBpItynYBjlnVVkGxHimM8hlwzg1gtx8rPxMbJwL/Aura0tK2mraKYppeJn4x6mIFrkXZcimtOhGJBflk1elItd04nub/HtrvBsrS4rKuspqKen5eQmIyBkYFyinZjg2tUfGBHdlc6cE8vbEgnaUQiq7S+qLC4pKmvnqCjmJeVkYyHioF4g3ZpfGtadWBMblU/aEwzYkMpXj0iWzkdnam1mqWvlp6mkJWaioyMg4F+fHZvdWtgbmBSZ1VEYEo4WkEtVDkkUDIeTS4aj56tjJqniJOegoqSfIGEdXZ2bmtnZ2BYYFVKWUo9Uj8xTDcoRi8gQikbPyUYg5SmgJCgfImXdoCLcHd9aWxvYmFgW1ZRVEtDTUE3RjYsQC4kOiYeNiEaMx4Yeo2gd4mac4KRbXmFZ3B3YGVpWVpaUk9MS0U+RDozPTAoNyghMSAcLRsZKhgYdIidcYSXbX2OZ3SCYWt0WmBmU1VXTEpIRUA7PjYwNysmMSMfKxwbJxgZJBUY',
  },
  {
    source: 'Pillow JPEG, 4:2:0',
    operations: [{ name: 'jpeg', quality: 10 }],
    pixels:
      '+Pj49PTy7+vq5eDc3tTL1si90r+w07qmwKKKwJ2BvJNztIhlrXxUpHFGnmc+8vL07u7u5uXj39rW187H0MK3y7mry7SiupyEupd7tI1uroJfpnZQnmpCl2I45ebq4eLk2tra0s7LysO9wbeuvq6hvqmYq5B7q4typ4JloXZUmGpGj185ilYu09jcz9TYx8vOwMDAuLSxsKmhrZ+WrJuLm4FwmX1llnJYj2hJh1w6flAseEgivsjRu8TLtLvBrLCzpKSknZqVmY6ImIp9h3Fjhm1Xg2NMe1g8c0wtbEEfZDgVrLrHqLbBo622maKnkpWaioqKhoF9hnxzdGRXdF9OcFVAaEowYT0jVzIVUSoLnK/AmKu6kqKviZeggouUe4CEdnZ2dnFtY1lQZFRHYEs6WD8pUTIdSCgPQh8DkarAjaa6iJ2uf5KgeIaTcHqDbHF1bGxsWVRQWU9GVkY5TTopRy0cPSINOBoCfJq0eJauc46jaoSVY3aHW2t4WGJrV1xgQkJCPjk1NiwjLR8SKRYIKRQDLhUBcJOvbI+rZ4egXXyRVm+FTmN0SlpnS1VePEFFODg4MCsnJx4VJBYNJBQHJxQFYImpXIOiVnuYTXGLRWN9PlluOk9gOkpXNT9IMTY6KSkpIR4ZHRQPHBIJIBIH',
  },
  {
    source: 'Pillow JPEG, 4:2:0',
    operations: [{ name: 'jpeg', quality: 50 }],
    pixels:
      '+//w9Pvp6+7b4uTP2tnE0s61y8Gmx7iZvKiHvKB5t5RssIdZqXlJom86nWYw8Pfn6O/f3+PS1djFz866x8KswLadvK2QsZ18sZVwrIljpXtRnW5AlmQzkFsn4Ojb2ODTztTGxcm6vr+vuLOgsaaQrZ2Eoo1woIZlnHpXlG1GjF82hVQpgEwd0tzUytTLwcjAubyzsbGlqqeYopmIn5B7lIBok3lej25Ph2A/fVIvdUghcUAYx9HQv8nItL26rbKupqehn5uQmI6ClYV1inViiG1YgWNJeVY6cEksaT0gYzYXt8TKsbzAp7Gzn6WlmZuYko+Ki4J7h3lufGlbe2FQc1ZEako1YT0nWDIbUikTpbbAn624l6GqjpWbiouPg39+fHJweGlibVlQalJGY0c7WDstTi4hRCMUPRwNmKu8kaKyiZekgoqVfH+GdnR3b2ZnbF5bYE1HXkc/VTw1SzAnPyQdNRgSLhELiJ61gZapeoqacn6Mb3N+aGdtY1pdX1FQV0VBUTw3SDAsOyMfMBgWJxIRIw4NdpCpcImfaXuPY3CAXmRwWFleUkxOTkJCQzQxQC0pNiIhKxcWIg8RHAwPGQoPaIagYn6UWnCFVWV1UVlkSk1SRUFCQTc2NSckMCEeJxcXHQ8PFgoOFAkPFAoT',
  },
  {
    source: 'Pillow JPEG, 4:2:0',
    operations: [{ name: 'jpeg', quality: 90 }],
    pixels:
      '///69fXt8Onh6N7U49HD3ci31L6py7Obw6iNuZx+tpRxr4hhqHtSpG9DnWM18vTv6Onj4t3X3dPK18e6z7ytyLGfv6ePtZuArZByqYhloXtUnG9Gl2Q3kFgp4+fo2tzb1NDNzcbAxrmwwa+huaSTsJqDqI5znYJkmXtXkm9HjWI4iFgqgUsd1Nvhy9DTxMTGvrq3t66nsqSZqpmJoo14mYRpkHdYjG9NhGI8fVYteEshcEASxc/Zu8TLtLm/r6+xp6KfoZiRm42Ak4JwjXlhhGxQfmRDdVczbkslZ0AXXzQKtsTRrLjEpa63nqOpl5eZko2JjIJ4hHdnfm1ZdWFIcFk6ZkwrXkAeVzUSUCkIprfHnKy7lKCujpegh4qPgoCBfHVvc2ldb19PZVM/X0syVj4kTjIaRykRPh4Hmau/jqGyhpalf4uXeH+HdHV5bWlmZl9XX1NHV0c3UT4tRzIfPygYOB4RLxQJip+0gJWoeIuccICPanR+ZGltXl5eWFNPUEY9RzsvQC8lOCYcLBkTJBAPIQ0Pe5GmcIabZ3yPYXKCWWVxVFtjT1BSSERBQDkzNywmMCEcKBkWHg4RGQoRGgoXboedZnyRXXKHVmd5TltrSFFaQkZJPDs5Ni4rLSIeIxgWGw8REwYPEgUWFAsg',
  },
  {
    source: 'Pillow ImageOps.mirror',
    operations: [{ name: 'flip-horizontal' }],
    pixels:
      'nWUtpHA8q3tLsoZauZFpwJx4x6eHzrKW1b2l3Mi049PD6t7S8enh+PTw////jlkklWQznG9Co3pRqoVgsZBvuJt+v6aNxrGczbyr1Me629LJ4t3Y6ejn8PP2f00bhlgqjWM5lG5Im3lXooRmqY91sJqEt6WTvrCixbuxzMbA09HP2tze4eftcEESd0whflcwhWI/jG1Ok3hdmoNsoY57qJmKr6SZtq+ovbq3xMXGy9DV0tvkYTUJaEAYb0sndlY2fWFFhGxUi3djkoJymY2BoJiQp6Ofrq6utbm9vMTMw8/bUikAWTQPYD8eZ0otblU8dWBLfGtag3ZpioF4kYyHmJeWn6Klpq20rbjDtMPSQx0JSigGUTMVWD4kX0kzZlRCbV9RdGpge3VvgoB+iYuNkJacl6Grnqy6pbfJNBESOxwDQicMSTIbUD0qV0g5XlNIZV5XbGlmc3R1en+EgYqTiJWij6CxlqvAJQUbLBAMMxsDOiYSQTEhSDwwT0c/VlJOXV1dZGhsa3N7cn6KeYmZgJSoh5+3FgckHQQVJA8GKxoJMiUYOTAnQDs2R0ZFTlFUVVxjXGdyY3KBan2QcYifeJOuBxMtDggeFQMPHA4AIxkPKiQeMS8tODo8P0VLRlBaTVtpVGZ4W3GHYnyWaYel',
  },
  {
    source: 'Pillow ImageOps.flip',
    operations: [{ name: 'flip-vertical' }],
    pixels:
      'aYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AFQMPDggeBxMteJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoJJA8GHQQVFgckh5+3gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYSMxsDLBAMJQUblqvAj6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbQicMOxwDNBESpbfJnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kUTMVSigGQx0JtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQPUikAw8/bvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2b0snaEAYYTUJ0tvky9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/flcwd0whcEES4eft2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IjWM5hlgqf00b8PP26ejn4t3Y29LJ1Me6zbyrxrGcv6aNuJt+sZBvqoVgo3pRnG9ClWQzjlkk////+PTw8enh6t7S49PD3Mi01b2lzrKWx6eHwJx4uZFpsoZaq3tLpHA8nWUt',
  },
  {
    source: 'Pillow Image.rotate',
    operations: [{ name: 'rotate', degrees: 12 }],
    pixels:
      'AAAAAAAAAAAAAAAAAAAA1LyjzbGVxaWFu5d0sYpkp31TnXBDk2IyiVUiAAAA+PTw8enh6d7S39DB1cOxy7agwamQt5t/rY5vo4FemXROkGY9hlktfEwcAAAA8O/t5uHd3NTM0se8yLqrvqybtJ+KqpJ6oIVplndYjGpIgl03eFAnbkIWaDoN4+Xo2djXz8vHxb22u7ClsaOVp5aEnYh0k3tjiW5Tf2FCdVMya0YhYTkRWS8E1dzizM7RwsHBuLSwrqegpJmPmox/kH9uhnJefGRNclc9aEosXj0bVC8LSiMEyNLcvsXMtLi7qquroJ2alpCKjIN5g3ZpeWhYb1tHZU43W0AmUTMWRyYHPRkLu8jWsbzGp662naGlk5SUiYeEf3lzdWxja19SYVJCV0QxTTchQyoQOR0GMA8QrLzNpLLAmqWwkJifhoqPfH1+cnBuaGNdXlVNVEg8SjssQC4bNiAKLBMIIggWnbHEl6m7jZuqg46aeYGJb3R5ZWZoW1lXUUxHRz82PTEmMyQVKRcIHwoLFQYbAAAAiZ+1f5KkdYWUbHeDYmpzWF1iTlBSREJBOjUxMCggJhsQHA0BFAMPDQgeAAAAfJavcomfaHuOXm5+VGFtSlRdQEZMODo8MS8uAAAAAAAAAAAAAAAAAAAA',
  },
  {
    source: 'Pillow Image.rotate',
    operations: [{ name: 'rotate', degrees: -33 }],
    pixels:
      'AAAAAAAAydPdy9HWzs7O0MvG0si/1Ma318Ov1b2lAAAAAAAAAAAAAAAAAAAAAAAAtcTSucPOu8DGvb6+v7u3wrivxLanxrOgybCYy66QAAAAAAAAAAAAAAAAAAAAprbGqLO+qrC2ra6vr6unsaiftKaYtqOQuKCIu56BvZt5vJVvAAAAAAAAk6i+laa2mKOumqCnnJ6fn5uXoZiQo5aIppOAqJB5qo5xrItpr4hisYVarH1Og5iuhZamh5OfipCXjI6PjouIkYiAk4Z4lYNxl4Bpmn1hnHtannhSoXVKo3NCcoiedYaXd4OPeYCHfH6Afnt4gHhwg3ZphXNhh3BZiW1RjGtKjmhCkGU6k2MzYniPZHaHZ3N/aXB3a25wbmtocGhgcmVZdGNRd2BJeV1Ce1s6flgygFUrglMjWW6DVGZ3VmNvWWBoW11gXVtYX1hRYlVJZFNBZlA6aU0ya0sqbUgjcEUbckMTAAAAAAAASVZiSFBYSk1QTUtJT0hBUUU5VEMyVkAqWD0iWzsbXTgTXzULAAAAAAAAAAAAAAAAAAAAOj1BPDs5PzgxQTUqQzMiRjAaSC0TSisLTCgHUCcAAAAAAAAAAAAAAAAAAAAAAAAAMC4sLigiMSUaMyMSNSALNx0HOhoEPBgMAAAAAAAA',
  },
  {
    source: 'Pillow Image.rotate',
    operations: [{ name: 'rotate', degrees: 90 }],
    pixels:
      'AAAAAAAAq3tLnG9CjWM5flcwb0snYD8eUTMVQicMMxsDJA8GFQMPAAAAAAAAAAAAAAAAsoZao3pRlG5IhWI/dlY2Z0otWD4kSTIbOiYSKxoJHA4AAAAAAAAAAAAAAAAAuZFpqoVgm3lXjG1OfWFFblU8X0kzUD0qQTEhMiUYIxkPAAAAAAAAAAAAAAAAwJx4sZBvooRmk3hdhGxUdWBLZlRCV0g5SDwwOTAnKiQeAAAAAAAAAAAAAAAAx6eHuJt+qY91moNsi3djfGtabV9RXlNIT0c/QDs2MS8tAAAAAAAAAAAAAAAAzrKWv6aNsJqEoY57koJyg3ZpdGpgZV5XVlJOR0ZFODo8AAAAAAAAAAAAAAAA1b2lxrGct6WTqJmKmY2BioF4e3VvbGlmXV1dTlFUP0VLAAAAAAAAAAAAAAAA3Mi0zbyrvrCir6SZoJiQkYyHgoB+c3R1ZGhsVVxjRlBaAAAAAAAAAAAAAAAA49PD1Me6xbuxtq+op6OfmJeWiYuNen+Ea3N7XGdyTVtpAAAAAAAAAAAAAAAA6t7S29LJzMbAvbq3rq6un6KlkJacgYqTcn6KY3KBVGZ4AAAAAAAAAAAAAAAA8enh4t3Y09HPxMXGtbm9pq20l6GriJWieYmZan2QW3GHAAAAAAAA',
  },
  {
    source: 'torchvision affine, translate',
    operations: [{ name: 'shift', x: 0.2, y: -0.18181818181818182 }],
    pixels:
      'AAAAAAAAAAAA4eft2tze09HPzMbAxbuxvrCit6WTsJqEqY91ooRmm3lXlG5IAAAAAAAAAAAA0tvky9DVxMXGvbq3tq+or6SZqJmKoY57moNsk3hdjG1OhWI/AAAAAAAAAAAAw8/bvMTMtbm9rq6up6OfoJiQmY2BkoJyi3djhGxUfWFFdlY2AAAAAAAAAAAAtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otAAAAAAAAAAAApbfJnqy6l6GrkJaciYuNgoB+e3VvdGpgbV9RZlRCX0kzWD4kAAAAAAAAAAAAlqvAj6CxiJWigYqTen+Ec3R1bGlmZV5XXlNIV0g5UD0qSTIbAAAAAAAAAAAAh5+3gJSoeYmZcn6Ka3N7ZGhsXV1dVlJOT0c/SDwwQTEhOiYSAAAAAAAAAAAAeJOucYifan2QY3KBXGdyVVxjTlFUR0ZFQDs2OTAnMiUYKxoJAAAAAAAAAAAAaYelYnyWW3GHVGZ4TVtpRlBaP0VLODo8MS8tKiQeIxkPHA4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  },
  {
    source: 'torchvision affine, scale',
    operations: [{ name: 'zoom', factor: 1.3 }],
    pixels:
      '4t/c3NbQ187F0sW5zL2ux7WiwqyXvKSLt5uAsZN0rIpop4JdoXlRnHFGlmg61tbV0c3JzMW+xryywbSnu6ubtqOQsZqEq5J5poltoIFim3lWlnBKkGg/i18zy8zOxcTDwLu3u7OrtaugsKKUq5qJpZF9oIlymoBmlXhbkG9PimdEhV44f1Ysv8PHuru8tLKwr6qlqqGZpJmNn5CCmoh2lH9rj3dfiW9UhGZIf149eVUxdE0mtLrArrK1qamppKGenpiSmZCGk4d7jn9viXZkg25YfmVNeF1Bc1Q2bkwqaEMfqLG5o6iunaCimJeXk4+LjYaAiH50g3ZpfW1deGVRclxGbVQ6aEsvYkMjXToYnaiyl5+nkpebjY6Qh4aEgn15fHVtd2xicmRWbFtKZ1M/YUozXEIoVzkcUTERkZ6rjJagho2UgYWJfHx9dnRycWxma2NbZltPYVJEW0o4VkEtUDkhSzAVRigLhpWkgI2Ze4SNdXyCcHN2a2trZWJfYFpUWlFIVUk9UEAxSjgmRS8aQCcOOh8HeoyedYOSb3uHanJ7ZWpvX2JkWllYVFFNT0hBSkA2RDcqPy8fOSYTNB4ILxUGboOXaXqLZHKAXml0WWFoVFhdTlBRSUdGQz86PjYvOS4jMyYYLh0MKBUHIwwK',
  },
  {
    source: 'torchvision affine, shear',
    operations: [{ name: 'shear', x: 0.2679491924311227, y: 0 }],
    pixels:
      'AAAA////+vf18+zm7OHX5dbI3su518Cq0LWbyaqMwp99u5RutIlfrX5QpnNBAAAA8PP26ejo4t3Z29LK1Me7zbysxrGdv6aOuJt/sZBwqoVho3pSnG9DlWQ0AAAA3+Tq2Nnb0c7MysO9w7iuvK2ftaKQrpeBp4xyoIFjmXZUkmtFi2A2hFUnAAAAztXdx8rOwL+/ubSwsqmhq56SpJODnYh0ln1lj3JWiGdHgVw4elEpc0Yaw8/bvcbQtrvBr7CyqKWjoZqUmo+Fk4R2jHlnhW5YfmNJd1g6cE0raUIcYjcNtMPSrbjDpq20n6KlmJeWkYyHioF4g3ZpfGtadWBLblU8Z0otYD8eWTQPUikAo7TEnKm1lZ6mjpOXh4iIgH15eXJqcmdba1xMZFE9XUYuVjsfTzAQSCUGQx0JkqW3i5qohI+ZfYSKdnl7b25saGNdYVhOWk0/U0IwTDchRSwSPiEHNxYLAAAAgZaqeoubc4CMbHV9ZWpuXl9fV1RQUElBST4yQjMjOygUNB0FLRIKJgcYAAAAcIedaXyOYnF/W2ZwVFthTVBSRkVDPzo0OC8lMSQWKhkIIw4HHAQWFgckAAAAX3iQWG2BUWJySldjQ0xUPEFFNTY2LisnJyAYIBUJGQoFEgQUCwsjBxMtAAAA',
  },
  {
    source: 'torchvision affine, shear',
    operations: [{ name: 'shear', x: 0, y: -0.17632698070846498 }],
    pixels:
      '7PDz6Ofm497Z39XL28y+1sOw0rqjzrKWx6eHwJx4AAAAAAAAAAAAAAAAAAAA3eTq2dvd1NLQ0MnCzMC1x7enw66av6aNup1/tpRysYtkrYJXqXlJpHA8nWUtztjhys/UxcbHwb25vbSsuKuetKKRsJqEq5F2p4hpon9bnnZOmm1AlWQzkVsmv8zYu8PLtrq+srGwrqijqZ+VpZaIoY57nIVtmHxgk3NSj2pFi2E3hlgqgk8dsMDPrLfCp661o6Wnn5yampOMlop/koJyjXlkiXBXhGdJgF48fFUud0whc0MUobTGnau5mKKslJmekJCRi4eDh352g3Zpfm1bemROdVtAcVIzbUklaEAYZDcLkqi9jp+wiZajhY2VgYSIfHt6eHJtdGpgb2FSa1hFZk83YkYqXj0cWTQPVSsCg5y0f5OneoqadoGMcnh/bW9xaWZkZV5XYFVJXEw8V0MuUzohTzETSigGRh8GdJCrcIeea36RZ3WDY2x2XmNoWlpbVlJOUUlATUAzSDclRC4YQCUKOxwDNxMPaYelYnyWXHKIWGl6VGBtT1dfS05SR0ZFQj03PjQqOSscNSIPMRkDLBALKAcYAAAAAAAAAAAAAAAAAAAARlBaP0VLODo8MzEuLyghKh8TJhYGIg0HHQQUGQYh',
  },
  {
    source: 'torchvision resized_crop',
    operations: [
      {
        name: 'crop',
        left: 0.26666666666666666,
        top: 0.18181818181818182,
        width: 0.6666666666666666,
        height: 0.6363636363636364,
      },
    ],
    pixels:
      'xbuxwraqva6guKeWtKCMr5iCqpF3popuoYJjnHtamHRQk2xFjmU7il4yhlgqvratu7CltqmbsaGRrZqHqJN9o4tzn4Rpmn1flXVVkW5LjGdBh183g1gtf1Mmta6nsaigrKGWqJqMo5KCnot4moRulXxkkHVajG5Qh2ZGgl88flgyeVAodksgq6ahqKGao5mQnpKGmot8lYNykHxojHVeh21UgmZKfl9AeVc2dFAscEkibEMaop+cnpmUmZKKlYqAkIN2i3xsh3Rigm1YfWZOeV5EdFc6b1Awa0gmZkEcYzwVmJeWlJKOkIqEi4N6hnxwgnRmfW1ceGZSdF5Ib1c+alA0ZkgqYUEgXDoWWTQPjo+Qi4qJhoN/gnt1fXRreG1hdGVXb15NaldDZk85YUgvXEElWDkbUzIRTywJhYiLgYKDfXt5eHRvc2xlb2Vbal5RZVZHYU89XEgzV0ApUzkfTjIVSSoMRiUFe4CFeHt9c3Nzb2xpamVfZV1VYVZLXE9BV0c3U0AtTjkjSTEZRSoPQCMIPB0Dcnh/bnN4amxuZWRkYF1aXFZQV05GUkc8TkAySTgoRDEeQCoUOyIKNhsIMxUIa3N7aG50Y2ZqXl9fWlhWVVBMUElCTEI4RzotQjMkPiwZOSQPNB0FMBYILBAM',
  },
  {
    source: 'Pillow Image.transform, PERSPECTIVE',
    operations: [
      {
        name: 'perspective',
        topLeft: [0.1, 0.05],
        topRight: [0.93, 0.12],
        bottomRight: [0.88, 0.97],
        bottomLeft: [0.03, 0.9],
      },
    ],
    pixels:
      '7urm5+DZ4NbM2sy/08Kyzbmlxq+Yv6WLuZt+spJxrIhkpX5XnnRKmGs9kWEx4uHf29fS1M3FzsO5x7mswbCfuqaSs5yFrZJ4polroH9emXVRkmtEjGE3hVgq1tjZz87MycS/wrqyu7CltaeYrp2Lp5N+oYlxmn9klHZXjWxKhmI9gFgxeU4kys7Tw8XGvbu5trGsr6efqZ2SopSFm4p4lYBrjnZeiGxRgWJEelk3dE8qbUUdvsXNt7zAsbKzqqimo56ZnZSMlop/j4ByiXdlgm1Ye2NLdVk+bk8waEYjYTwWsrzHq7K6pKitnp+fl5WSkIuFioF4g3drfW1edmNRb1pEaVA3YkYqWzwdVTIQprPAn6mzmJ+mkpWZi4yMhIJ/fnhyd25lcGRYalpLY1A+XEYwVj0jTzMWSCkKmaq6k6CtjJaghYyTf4KGeHh5cW5ra2VeZFtRXVFEV0c3UD0qSTMdQykQPB8HjaG0h5engI2aeYOMcnl/bG9yZWVlXltYWFFLUUc+Sj0wRDMjPSoWNiAJMBYHgZeueo2gdIOTbXmGZm95X2ZsWVxeUlJRS0hERT43PjQqNyodMSAPKhYHIwwKdY6nboSaZ3qNYHCAWmZyU1xlTFJYRkhLPz4+ODQwMSojKyAWJBYJHQ0HFwYR',
  },
];
