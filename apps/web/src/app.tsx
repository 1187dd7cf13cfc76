import { lazy, Suspense } from 'react';
import { RouterProvider } from 'react-aria-components';
import { Route, Switch, useLocation } from 'wouter';
import { Boundary } from './shell/boundary.js';
import { NotFound } from './shell/not-found.js';
import { Shell } from './shell/shell.js';
import { ViewerProvider } from './shell/viewer.js';
import { Loading } from './ui/loading.js';
import { Start } from './views/start/start.js';

// What a first visit does not show is loaded when it is asked for.
const Collect = lazy(() => import('./views/collect/collect.js'));
const Train = lazy(() => import('./views/train/train.js'));
const Job = lazy(() => import('./views/job/job.js'));
const Models = lazy(() => import('./views/models/models.js'));
const Model = lazy(() => import('./views/model/model.js'));

/** The whole page: one address for every view, so that each can be bookmarked, reloaded and shared. */
export function App() {
  const [place, navigate] = useLocation();
  return (
    <ViewerProvider>
      <RouterProvider navigate={navigate}>
        <Shell>
          <Boundary place={place}>
            <Suspense fallback={<Loading />}>
              <Switch>
                <Route path="/" component={Start} />
                <Route path="/datasets/:id" component={Collect} />
                <Route path="/datasets/:id/train" component={Train} />
                <Route path="/jobs/:id" component={Job} />
                <Route path="/models" component={Models} />
                <Route path="/models/:name/:version/:tab?" component={Model} />
                <Route component={NotFound} />
              </Switch>
            </Suspense>
          </Boundary>
        </Shell>
      </RouterProvider>
    </ViewerProvider>
  );
}
