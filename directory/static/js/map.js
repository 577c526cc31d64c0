// A map of the results, loaded only when somebody opens it. Without a tile address it stays plain: a ring
// for each distance from the place that was searched for, a scale, and numbered markers as in the list.
(function () {
  "use strict";
  var MILE = 1609.344;
  var button = document.querySelector("[data-map]");
  if (!button) return;
  var box = document.getElementById(button.dataset.map);
  var isMade = false;

  button.addEventListener("click", function () {
    var open = box.hidden;
    box.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Hide the map" : "Show on a map";
    if (open && !isMade) load();
  });

  function load() {
    isMade = true;
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = button.dataset.leafletStyle;
    document.head.append(style);
    var script = document.createElement("script");
    script.src = button.dataset.leaflet;
    script.onload = draw;
    script.onerror = function () { box.textContent = "The map could not be loaded. Everything on it is in the list."; };
    document.head.append(script);
  }

  function draw() {
    var data = JSON.parse(document.getElementById("map-points").textContent);
    var L = window.L;
    var map = L.map(box, { scrollWheelZoom: false, zoomAnimation: false, fadeAnimation: false });
    map.attributionControl.setPrefix(false);
    if (button.dataset.tiles) L.tileLayer(button.dataset.tiles, { maxZoom: 19, attribution: button.dataset.attribution }).addTo(map);
    L.control.scale({ metric: false }).addTo(map);
    var bounds = L.latLngBounds(listNearest(L, data).map(function (point) { return point.at; }));
    // Rings are measured on the map, so it must know what it shows before they are drawn.
    if (data.middle) bounds.extend(L.latLng(data.middle).toBounds(2 * MILE));
    map.fitBounds(bounds.pad(0.1), { maxZoom: 15 });
    if (data.middle) drawPlace(L, map, data);
    data.points.forEach(function (point) { drawPoint(L, map, point); });
  }

  // Most of the points: one far away would press all the others into one spot.
  function listNearest(L, data) {
    if (!data.middle) return data.points;
    var middle = L.latLng(data.middle);
    var sorted = data.points.slice().sort(function (one, other) {
      return middle.distanceTo(one.at) - middle.distanceTo(other.at);
    });
    return sorted.slice(0, Math.ceil(sorted.length * 0.7));
  }

  function drawPlace(L, map, data) {
    var middle = L.latLng(data.middle);
    var farthest = data.points.reduce(function (most, point) {
      return Math.max(most, middle.distanceTo(point.at) / MILE);
    }, 0);
    [1, 2, 5, 10, 20, 50].filter(function (miles) { return miles <= Math.max(1, farthest * 1.5); }).forEach(function (miles) {
      L.circle(middle, { radius: miles * MILE, className: "app-map__ring", fill: false, interactive: false }).addTo(map);
      var top = L.latLng(middle.toBounds(2 * miles * MILE).getNorth(), middle.lng);
      L.marker(top, { interactive: false, keyboard: false, icon: label(L, miles === 1 ? "1 mile" : miles + " miles", "app-map__distance") }).addTo(map);
    });
    L.marker(middle, { keyboard: false, interactive: false, icon: label(L, data.place, "app-map__here") }).addTo(map);
  }

  function drawPoint(L, map, point) {
    var marker = L.marker(point.at, { alt: point.number + ": " + point.name, title: point.name, icon: label(L, String(point.number), "app-map__pin", [30, 30]) });
    var link = document.createElement("a");
    link.href = point.address;
    link.textContent = point.number + ". " + point.name;
    marker.bindPopup(link).addTo(map);
    // Leaflet gives the alternative text only to images: a marker made of text needs its own name.
    marker.getElement().setAttribute("aria-label", point.number + ": " + point.name);
  }

  function label(L, text, className, size) {
    var inside = document.createElement("span");
    inside.textContent = text;
    return L.divIcon({ className: className, html: inside, iconSize: size || null });
  }
})();
