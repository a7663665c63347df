import { createBrowserRouter, Navigate } from 'react-router';
import { useSessionQuery } from '../api/index.ts';
import { Loading } from '../parts/index.ts';
import { BareFrame, Frame } from './Frame.tsx';
import { Broken, Lost } from './Lost.tsx';
import { Mine } from './Mine.tsx';

function Landing() {
  const session = useSessionQuery();
  if (session.isPending) return <Loading />;
  return <Navigate to={session.data?.lands ?? '/sign-in'} replace />;
}

const page = (load: () => Promise<object>, name: string) => async () => {
  const room = (await load()) as Record<string, React.ComponentType>;
  return { Component: room[name] as React.ComponentType };
};

const hazchem = () => import('../hazchem/index.tsx');
const registry = () => import('../registry/index.tsx');
const cases = () => import('../case/index.tsx');
const catalogue = () => import('../catalogue/index.tsx');
const processWatch = () => import('../process-watch/index.tsx');
const offline = () => import('../offline/index.tsx');
const prevention = () => import('../prevention/index.tsx');
const dualPrevention = () => import('../dual-prevention/index.tsx');
const cityRisk = () => import('../city-risk/index.tsx');
const standard = () => import('../standardisation/index.tsx');
const checks = () => import('../checklist/index.tsx');
const publication = () => import('../publication/index.tsx');
const open = () => import('../public/index.tsx');

/** Every address of the platform. Pages are fetched when they are first opened. */
export const router = createBrowserRouter([
  { path: '/sign-in', lazy: page(() => import('../entrance/index.tsx'), 'SignInPage'), HydrateFallback: Loading },
  { path: '/setup', lazy: page(() => import('../entrance/index.tsx'), 'SetupPage'), HydrateFallback: Loading },
  { path: '/reset', lazy: page(() => import('../entrance/index.tsx'), 'ResetPage'), HydrateFallback: Loading },
  { path: '/', Component: Landing },
  { path: '/verify/:code', lazy: page(publication, 'VerifyDoor'), HydrateFallback: Loading },
  {
    path: '/public',
    lazy: page(open, 'PublicFrame'),
    ErrorBoundary: Broken,
    HydrateFallback: Loading,
    children: [
      { index: true, lazy: page(open, 'PublicHomePage') },
      { path: 'report', lazy: page(open, 'PublicReportPage') },
      { path: 'progress', lazy: page(open, 'PublicProgressPage') },
      { path: 'notices', lazy: page(publication, 'PublicNoticesPage') },
      { path: 'notices/:id', lazy: page(publication, 'PublicNoticePage') },
      { path: 'verify/:code?', lazy: page(publication, 'PublicVerifyPage') },
    ],
  },
  {
    Component: BareFrame,
    ErrorBoundary: Broken,
    HydrateFallback: Loading,
    children: [
      { path: '/wall', lazy: page(() => import('../map/index.tsx'), 'WallPage') },
      { path: '/duty/hand-overs/:id/print', lazy: page(() => import('../duty/index.tsx'), 'HandOverPrintPage') },
      { path: '/flash/:id/print', lazy: page(() => import('../duty/index.tsx'), 'FlashPrintPage') },
      { path: '/case/:id/print', lazy: page(cases, 'CasePrintPage') },
      { path: '/campaigns/:id/print', lazy: page(() => import('../campaign/index.tsx'), 'CampaignPrintPage') },
      { path: '/inspections/:id', lazy: page(offline, 'InspectionPage') },
      { path: '/inspections/:id/conflict', lazy: page(offline, 'ConflictPage') },
      { path: '/control/:id/print', lazy: page(dualPrevention, 'RiskListPrintPage') },
      { path: '/prevention/report', lazy: page(prevention, 'ReportPage') },
      { path: '/internal-rules/:enterprise/rewards/:month/print', lazy: page(catalogue, 'StatementPrintPage') },
    ],
  },
  {
    Component: Frame,
    ErrorBoundary: Broken,
    HydrateFallback: Loading,
    children: [
      {
        ErrorBoundary: Broken,
        children: [
          { path: '/home', lazy: page(() => import('../home/index.tsx'), 'HomePage') },
          { path: '/map', lazy: page(() => import('../map/index.tsx'), 'MapPage') },
          { path: '/cameras', lazy: page(() => import('../camera/index.tsx'), 'CamerasPage') },
          { path: '/cameras/:id', lazy: page(() => import('../camera/index.tsx'), 'CameraPage') },
          { path: '/video', lazy: page(() => import('../player/index.tsx'), 'VideoPage') },
          { path: '/desk', lazy: page(() => import('../desk/index.tsx'), 'DeskPage') },
          { path: '/alarm-quality', lazy: page(() => import('../alarm-quality/index.tsx'), 'AlarmQualityPage') },
          { path: '/history', lazy: page(() => import('../points/HistoryPage.tsx'), 'HistoryPage') },
          { path: '/back-tests', lazy: page(() => import('../back-test/index.tsx'), 'BackTestsPage') },
          { path: '/back-tests/:id', lazy: page(() => import('../back-test/index.tsx'), 'BackTestPage') },
          { path: '/duty', lazy: page(() => import('../duty/index.tsx'), 'DutyPage') },
          { path: '/flash', lazy: page(() => import('../duty/index.tsx'), 'FlashPage') },
          { path: '/registry/overview', lazy: page(registry, 'OverviewPage') },
          { path: '/followed', lazy: page(() => import('../follow/index.tsx'), 'FollowedPage') },
          { path: '/registry/duplicates', lazy: page(registry, 'DuplicatesPage') },
          { path: '/registry/regions', lazy: page(registry, 'RegionsPage') },
          { path: '/registry/censuses/:id?', lazy: page(registry, 'CensusPage') },
          { path: '/registry/:plural/import', lazy: page(registry, 'ImportPage') },
          { path: '/registry/:plural/qr', lazy: page(registry, 'QrSheet') },
          { path: '/registry/enterprises/:id', lazy: page(() => import('../enterprise/index.tsx'), 'EnterprisePage') },
          { path: '/registry/enterprises/:id/points', lazy: page(() => import('../device/index.tsx'), 'SheetPage') },
          { path: '/enterprises/:id', lazy: page(() => import('../enterprise/index.tsx'), 'EnterprisePage') },
          { path: '/registry/devices/:id', lazy: page(() => import('../device/index.tsx'), 'DevicePage') },
          { path: '/devices/:id', lazy: page(() => import('../device/index.tsx'), 'DevicePage') },
          { path: '/out-of-service', lazy: page(() => import('../device/index.tsx'), 'ServicePage') },
          { path: '/hazchem', lazy: page(hazchem, 'HoldersPage') },
          { path: '/major-hazards', lazy: page(hazchem, 'SourcesPage') },
          { path: '/major-hazards/:id', lazy: page(hazchem, 'SourcePage') },
          { path: '/hazard-sources/:id', lazy: page(hazchem, 'SourcePage') },
          { path: '/registry/hazard-sources/:id', lazy: page(hazchem, 'SourcePage') },
          { path: '/tanks/:id', lazy: page(hazchem, 'TankPage') },
          { path: '/registry/tanks/:id', lazy: page(hazchem, 'TankPage') },
          { path: '/safety-promises', lazy: page(() => import('../hazard-duty/index.tsx'), 'PromisesPage') },
          { path: '/guarantors', lazy: page(() => import('../hazard-duty/index.tsx'), 'GuarantorsPage') },
          { path: '/comparisons', lazy: page(() => import('../comparison/index.tsx'), 'ComparisonsPage') },
          { path: '/workbench', lazy: page(() => import('../workbench/index.tsx'), 'WorkbenchPage') },
          { path: '/workbench/trace', lazy: page(() => import('../workbench/index.tsx'), 'TracePage') },
          { path: '/calculators/:key?', lazy: page(() => import('../workbench/index.tsx'), 'CalculatorsPage') },
          { path: '/safety-gaps', lazy: page(hazchem, 'GapsPage') },
          { path: '/cause-effect', lazy: page(() => import('../cause-effect/index.tsx'), 'CauseEffectPage') },
          { path: '/tailings', lazy: page(() => import('../pond/index.tsx'), 'PondsPage') },
          { path: '/registry/tailings-ponds/:id', lazy: page(() => import('../pond/index.tsx'), 'PondPage') },
          { path: '/tailings-ponds/:id', lazy: page(() => import('../pond/index.tsx'), 'PondPage') },
          { path: '/registry/:plural', lazy: page(registry, 'ListPage') },
          { path: '/registry/:plural/:id', lazy: page(registry, 'RecordPage') },
          { path: '/transport', lazy: page(() => import('../transport/index.tsx'), 'TransportPage') },
          { path: '/transport/:id', lazy: page(() => import('../transport/index.tsx'), 'VehiclePage') },
          { path: '/platform-links', lazy: page(() => import('../platform-link/index.tsx'), 'LinksPage') },
          { path: '/platform-links/:id', lazy: page(() => import('../platform-link/index.tsx'), 'LinkPage') },
          { path: '/waybills', lazy: page(() => import('../transport/index.tsx'), 'WaybillsPage') },
          { path: '/fences', lazy: page(() => import('../transport/index.tsx'), 'FencesPage') },
          { path: '/waterway', lazy: page(() => import('../waterway/index.tsx'), 'WaterwayPage') },
          { path: '/systems/:family?', lazy: page(() => import('../systems/index.tsx'), 'SystemsPage') },
          { path: '/joint', lazy: page(() => import('../joint/index.tsx'), 'JointPage') },
          { path: '/joint/actions/:id', lazy: page(() => import('../joint/index.tsx'), 'ActionPage') },
          { path: '/cases/joint-action/new', element: <Navigate to="/joint?tab=actions" replace /> },
          { path: '/campaigns', lazy: page(() => import('../campaign/index.tsx'), 'CampaignsPage') },
          { path: '/campaigns/:id', lazy: page(() => import('../campaign/index.tsx'), 'CampaignPage') },
          { path: '/cases/campaign-part/new', element: <Navigate to="/campaigns" replace /> },
          { path: '/cases/key-county/new', element: <Navigate to="/campaigns?tab=keys" replace /> },
          { path: '/fire-grassroots', lazy: page(() => import('../grassroots/index.tsx'), 'GrassrootsPage') },
          { path: '/fire-grassroots/units/:id', lazy: page(() => import('../grassroots/index.tsx'), 'FireUnitPage') },
          { path: '/registry/fire-units/:id', lazy: page(() => import('../grassroots/index.tsx'), 'FireUnitPage') },
          { path: '/process-watch', lazy: page(processWatch, 'ProcessWatchesPage') },
          { path: '/process-watch/new', lazy: page(processWatch, 'NewWatchPage') },
          { path: '/process-watch/:id', lazy: page(processWatch, 'ProcessWatchPage') },
          { path: '/process-watch/:id/train', lazy: page(processWatch, 'RetrainPage') },
          { path: '/fire-water', lazy: page(() => import('../fire-water/index.tsx'), 'FireWaterPage') },
          { path: '/registry/buildings/:id', lazy: page(() => import('../fire-water/index.tsx'), 'BuildingPage') },
          { path: '/buildings/:id', lazy: page(() => import('../fire-water/index.tsx'), 'BuildingPage') },
          { path: '/mines', lazy: page(() => import('../mine/index.tsx'), 'MinesPage') },
          { path: '/mines/:id', lazy: page(() => import('../mine/index.tsx'), 'MinePage') },
          { path: '/warnings', lazy: page(() => import('../warning/index.tsx'), 'WarningsPage') },
          { path: '/warnings/:id', lazy: page(() => import('../warning/index.tsx'), 'WarningPage') },
          { path: '/conformance', lazy: page(() => import('../conformance/index.tsx'), 'ConformancePage') },
          { path: '/coverage', lazy: page(() => import('../coverage/index.tsx'), 'CoveragePage') },
          { path: '/audit', lazy: page(() => import('../audit/index.tsx'), 'AuditPage') },
          { path: '/people', lazy: page(() => import('../people/index.tsx'), 'PeoplePage') },
          { path: '/account', lazy: page(() => import('../account/index.tsx'), 'AccountPage') },
          { path: '/health', lazy: page(() => import('../health/index.tsx'), 'HealthPage') },
          { path: '/cases', lazy: page(cases, 'CaseListPage') },
          { path: '/cases/:kind', lazy: page(cases, 'CaseListPage') },
          { path: '/cases/:kind/new', lazy: page(cases, 'CaseNewPage') },
          { path: '/case/:id', lazy: page(cases, 'CasePage') },
          { path: '/prevention', lazy: page(prevention, 'BoardPage') },
          { path: '/prevention/risks', lazy: page(prevention, 'RisksPage') },
          { path: '/checks', lazy: page(checks, 'MinePage') },
          { path: '/checks/runs', lazy: page(checks, 'RunsPage') },
          { path: '/checks/missed', lazy: page(checks, 'FiguresPage') },
          { path: '/checks/clearing', lazy: page(checks, 'ClearingPage') },
          { path: '/checks/plan', lazy: page(checks, 'PlanPage') },
          { path: '/checks/:id', lazy: page(checks, 'CheckPage') },
          { path: '/checklist', lazy: page(checks, 'MasterPage') },
          { path: '/checklist/lists', lazy: page(checks, 'ListsPage') },
          { path: '/checklist/compare', lazy: page(checks, 'ComparePage') },
          { path: '/prevention/control', lazy: page(dualPrevention, 'ControlPage') },
          { path: '/control/checks', lazy: page(dualPrevention, 'ChecksPage') },
          { path: '/control/points/:id', lazy: page(dualPrevention, 'RiskPointPage') },
          { path: '/control/:id', lazy: page(dualPrevention, 'EnterpriseRisksPage') },
          { path: '/risk-assessments/:id', lazy: page(dualPrevention, 'AssessmentPage') },
          { path: '/city-risk', lazy: page(cityRisk, 'CityRiskPage') },
          { path: '/city-risk/siting', lazy: page(cityRisk, 'SitingPage') },
          { path: '/standardisation', lazy: page(standard, 'StandardisationPage') },
          { path: '/standardisation/applications/:id', lazy: page(standard, 'ApplicationPage') },
          { path: '/major-dangers', lazy: page(() => import('../major-danger/index.tsx'), 'MajorDangersPage') },
          { path: '/documents', lazy: page(() => import('../document/index.tsx'), 'DocumentsPage') },
          { path: '/documents/:id', lazy: page(() => import('../document/index.tsx'), 'DocumentPage') },
          { path: '/seals', lazy: page(() => import('../document/index.tsx'), 'SealsPage') },
          { path: '/participants', lazy: page(() => import('../people/index.tsx'), 'ParticipantsPage') },
          { path: '/publications', lazy: page(publication, 'PublicationsPage') },
          { path: '/publications/new', lazy: page(publication, 'PublicationNewPage') },
          { path: '/publications/:id', lazy: page(publication, 'PublicationPage') },
          { path: '/notification', lazy: page(() => import('../notification/index.tsx'), 'NotificationPage') },
          { path: '/notification/:id', lazy: page(() => import('../notification/index.tsx'), 'FirmNotificationPage') },
          { path: '/prevention/self-checks', lazy: page(prevention, 'SelfCheckPage') },
          { path: '/public-reports', lazy: page(() => import('../public-report/index.tsx'), 'PublicReportsPage') },
          {
            path: '/public-reports/:id',
            lazy: page(() => import('../public-report/index.tsx'), 'PublicReportDeskPage'),
          },
          { path: '/laws', lazy: page(catalogue, 'LawsPage') },
          { path: '/laws/import', lazy: page(catalogue, 'LawImportPage') },
          { path: '/laws/reviews', lazy: page(catalogue, 'ReviewsPage') },
          { path: '/laws/:key/diff', lazy: page(catalogue, 'DiffPage') },
          { path: '/laws/:key/:number?', lazy: page(catalogue, 'LawPage') },
          { path: '/criteria', lazy: page(catalogue, 'CriteriaPage') },
          { path: '/internal-rules', lazy: page(catalogue, 'InternalRulesPage') },
          { path: '/internal-rules/:enterprise', lazy: page(catalogue, 'EnterpriseRulesPage') },
          { path: '/new-technology', lazy: page(catalogue, 'TechnologyPage') },
          { path: '/expert-service', lazy: page(() => import('../expert/index.tsx'), 'ExpertContractsPage') },
          { path: '/expert-service/mine', lazy: page(() => import('../expert/index.tsx'), 'ExpertMinePage') },
          {
            path: '/expert-service/contracts/:id',
            lazy: page(() => import('../expert/index.tsx'), 'ExpertContractPage'),
          },
          { path: '/expert-service/visits/:id', lazy: page(() => import('../expert/index.tsx'), 'ExpertVisitPage') },
          { path: '/funds', lazy: page(() => import('../fund/index.tsx'), 'FundPage') },
          { path: '/fund-applications/:id', lazy: page(() => import('../fund/index.tsx'), 'FundApplicationPage') },
          { path: '/parameters', lazy: page(() => import('../parameters/index.tsx'), 'ParametersPage') },
          { path: '/parameters/lists', lazy: page(() => import('../code-lists/index.tsx'), 'CodeListsPage') },
          { path: '/offline', lazy: page(offline, 'QueuePage') },
          { path: '/offline/review', lazy: page(offline, 'ReviewPage') },
          { path: '/inspections', lazy: page(offline, 'InspectionsPage') },
          { path: '/mine', Component: Mine },
          { path: '/:plural/:id', lazy: page(registry, 'RecordPage') },
          { path: '*', Component: Lost },
        ],
      },
    ],
  },
]);
