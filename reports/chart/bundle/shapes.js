// Node programs of sigma: one shape for each letter of POLE, and one for items of the case.
// Each draws a triangle that covers the shape and lets the fragment shader cut it out.

const DISTANCES = {
  // Distance of p from the rim of the shape of radius r; below 0 inside.
  circle: "length(p) - r",
  square: "max(abs(p.x), abs(p.y)) - 0.9 * r",
  diamond: "(abs(p.x) + abs(p.y) - 1.25 * r) * 0.7071",
  triangle: "max(abs(p.x) * 0.866 + p.y * 0.5, -p.y) - 0.72 * r",
  page: "max(abs(p.x) * 1.3, abs(p.y)) - r",
};

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_offset;
varying float v_radius;
void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  v_offset = radius * 3.2 * vec2(cos(a_angle), sin(a_angle));
  v_radius = radius;
  gl_Position = vec4((u_matrix * vec3(a_position + v_offset, 1)).xy, 0, 1);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}
`;

const fragment = (distance) => `
precision highp float;
varying vec4 v_color;
varying vec2 v_offset;
varying float v_radius;
uniform float u_correctionRatio;
float away(vec2 p, float r) { return ${distance}; }
void main() {
  float feather = u_correctionRatio * 2.0;
  float d = away(v_offset, v_radius);
  #ifdef PICKING_MODE
  gl_FragColor = d > 0.0 ? vec4(0.0) : v_color;
  #else
  float cover = 1.0 - smoothstep(-feather, 0.0, d);
  float rim = smoothstep(-0.22 * v_radius - feather, -0.22 * v_radius, d);
  gl_FragColor = mix(v_color, vec4(v_color.rgb * 0.8, v_color.a), rim) * cover;
  #endif
}
`;

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix"];

function shape(NodeProgram, floatColor, distance) {
  return class extends NodeProgram {
    getDefinition() {
      const { FLOAT, TRIANGLES, UNSIGNED_BYTE } = WebGLRenderingContext;
      return {
        VERTICES: 3,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: fragment(distance),
        METHOD: TRIANGLES,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
        CONSTANT_DATA: [[Math.PI / 6], [Math.PI * 5 / 6], [Math.PI * 3 / 2]],
      };
    }

    processVisibleItem(nodeIndex, start, data) {
      const { array } = this;
      array[start] = data.x;
      array[start + 1] = data.y;
      array[start + 2] = data.size;
      array[start + 3] = floatColor(data.color);
      array[start + 4] = nodeIndex;
    }

    setUniforms(params, { gl, uniformLocations }) {
      gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
      gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    }
  };
}

export function shapes(NodeProgram, floatColor) {
  return Object.fromEntries(
    Object.entries(DISTANCES).map(([name, distance]) => [
      name,
      shape(NodeProgram, floatColor, distance),
    ]),
  );
}
