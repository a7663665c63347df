import {
  fencesOf,
  gaugesOf,
  licencesOf,
  rescueBasesOf,
  riverBridgesOf,
  roadTankOf,
  shoreStationsOf,
  transportPeopleOf,
  vehiclePapersOf,
  vhfCallsOf,
  waybillsOf,
  type DemonstrationCity,
} from '@anlan/data';
import { shapeColumns } from '../position/shapes.ts';

const SEED = 'anlan';
const MINUTE = 60_000;
export const WATERWAYS: Readonly<Record<string, string>> = {
  changjiang: '长江',
  jialing: '嘉陵江',
  wujiang: '乌江',
  poyang: '鄱阳湖',
  xinjiang: '信江',
  lean: '乐安河',
};

type Named = (name: string) => object;
type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
const today = (): string => new Date().toISOString().slice(0, 10);

/** What the transport systems register of each vehicle beside the register's own columns. */
export function papersByVehicle(
  city: DemonstrationCity,
): (vehicle: { id: string; terminalId: string; loadTonnes: number | null }) => object {
  const papers = new Map(vehiclePapersOf(SEED, city.vehicles, today()).map((one) => [one.vehicleId, one]));
  const tanks = new Map(city.vehicles.map((one) => [one.id, roadTankOf(SEED, one)]));
  return ({ id, terminalId, loadTonnes }) => {
    const paper = papers.get(id);
    return {
      terminal_id: terminalId,
      load_tonnes: loadTonnes,
      terminal_installed: paper?.installed ?? true,
      terminal_approved: paper?.approved,
      suspended: paper?.suspended,
      goods_classes: paper?.goodsClasses,
      inspection_until: paper?.inspectionUntil,
      line_length: paper?.lineLength,
      relayed: paper?.relayed,
      tank_vehicle: paper?.tankVehicle,
      tank_volume: tanks.get(id)?.volume,
      tank_design_pressure: tanks.get(id)?.designPressure,
      tank_inspection_until: paper?.tankInspectionUntil,
      barrier_explosion_proof: paper?.barrier,
      emergency_shutoff: paper?.shutoff,
      video_monitoring: paper?.video,
      active_safety: paper?.activeSafety,
    };
  };
}

/** Fences, papers, waybills and everything along the rivers, as the tables take them. */
export function transportRows(city: DemonstrationCity, named: Named): Rows {
  const day = today();
  return {
    fence: fencesOf(SEED).map((fence) => ({
      ...named(fence.name),
      id: fence.id,
      region_path: fence.regionPath,
      purpose: fence.purpose,
      categories: fence.categories.length === 0 ? null : fence.categories.join(','),
      speed_limit: fence.speedLimit,
      road_class: fence.roadClass,
      dwell: fence.dwell,
      capacity: fence.capacity,
      severe: fence.severe,
      note: fence.note,
      periods: fence.periods,
      margin: fence.margin,
      delay: fence.delay,
      ...shapeColumns(fence.extent),
    })),
    transport_licence: licencesOf(SEED, city.vehicles, day).map((licence) => ({
      ...named('道路危险货物运输许可'),
      ...owned(licence),
      number: licence.number,
      classes: licence.classes,
      valid_until: licence.validUntil,
    })),
    transport_person: transportPeopleOf(SEED, city.vehicles, day).map((person) => ({
      ...named(person.name),
      ...owned(person),
      kind: person.kind,
      number: person.number,
      classes: person.classes,
      valid_until: person.validUntil,
    })),
    rescue_base: rescueBasesOf(SEED).map((base) => ({
      ...named(base.name),
      ...placed(base),
      kind: base.kind,
      phone: base.phone,
      boats: base.boats,
      boat_speed: base.boatSpeed,
    })),
    shore_station: [
      ...shoreStationsOf(SEED).map((station) => ({
        ...named(station.name),
        ...placed(station),
        kind: station.kind,
        reach: station.reach,
        channel: station.channel,
        state: station.state,
        warn_level: null,
        stop_level: null,
      })),
      ...(['shangrao', 'chongqing'] as const).flatMap((pack) =>
        gaugesOf(SEED, pack).map((gauge) => ({
          ...named(gauge.name),
          ...placed(gauge),
          kind: 'gauge',
          reach: null,
          channel: null,
          state: 'working',
          warn_level: gauge.warn,
          stop_level: gauge.stop,
        })),
      ),
    ],
    river_bridge: riverBridgesOf(SEED).map((bridge) => ({
      ...named(bridge.name),
      ...placed(bridge),
      soffit: bridge.soffit,
      span: bridge.span,
      clearance: bridge.clearance,
    })),
    waybill: waybillRows(city, day),
    vhf_call: callRows(city),
  };
}

const owned = (record: { id: string; enterpriseId: string; regionPath: string }) => ({
  id: record.id,
  region_path: record.regionPath,
  organisation_id: record.enterpriseId,
  sector: 'logistics',
  enterprise: record.enterpriseId,
});

const placed = (record: { id: string; regionPath: string; lon: number; lat: number; waterwayId: string }) => ({
  id: record.id,
  region_path: record.regionPath,
  sector: 'port',
  lon: record.lon,
  lat: record.lat,
  waterway: WATERWAYS[record.waterwayId] ?? record.waterwayId,
});

function waybillRows(city: DemonstrationCity, day: string) {
  return waybillsOf(SEED, city.vehicles, city.enterprises, day).map((bill) => ({
    ...owned(bill),
    number: bill.number,
    consignor: bill.consignor,
    consignee: bill.consignee,
    vehicle: bill.vehicleId,
    trailer: bill.trailer,
    driver: bill.driverId,
    escort: bill.escortId,
    cargo: bill.cargo,
    un: bill.un,
    cas: bill.cas,
    goods_class: bill.goodsClass,
    packing: bill.packing,
    quantity: bill.quantity,
    route: bill.routeId,
    origin: bill.origin,
    destination: bill.destination,
    planned_start: new Date(bill.start),
    planned_end: new Date(bill.end),
    state: bill.state,
    source: 'demonstration',
    findings: [],
    started_at: bill.state === 'issued' ? null : new Date(bill.start),
    ended_at: bill.state === 'delivered' ? new Date(bill.end) : null,
    version: 1,
    created_at: new Date(bill.start),
    updated_at: new Date(bill.start),
    demonstration: true,
  }));
}

function callRows(city: DemonstrationCity) {
  const now = Date.now();
  return vhfCallsOf(SEED, city.vessels).map((call, index) => ({
    id: call.vesselId.slice(0, 24) + String(index).padStart(12, '0'),
    at: new Date(now - call.minutesAgo * MINUTE),
    channel: call.channel,
    direction: call.direction,
    vessel: call.vesselId,
    vessel_name: call.vesselName,
    waterway: WATERWAYS[call.waterwayId] ?? call.waterwayId,
    seconds: call.seconds,
    priority: call.priority,
    text: call.text,
    by: '岸台值守（演示）',
    recorded_at: new Date(now),
    demonstration: true,
    region_path: call.regionPath,
    organisation_id: call.enterpriseId,
    sector: 'port',
  }));
}
