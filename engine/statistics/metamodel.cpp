// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/metamodel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Dense>
#include <boost/math/distributions/fisher_f.hpp>

#include "engine/statistics/accumulator.hpp"
#include "engine/statistics/require.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::statistics {

namespace {

std::vector<Term> terms_of(std::size_t factors, MetamodelForm form) {
    std::vector<Term> terms{Term(factors, 0)};
    const auto add = [&](std::size_t a, std::size_t b) {
        Term term(factors, 0);
        ++term[a];
        if (b < factors) ++term[b];
        terms.push_back(std::move(term));
    };
    for (std::size_t f = 0; f < factors; ++f) add(f, factors);
    if (form == MetamodelForm::linear) return terms;
    for (std::size_t f = 0; f < factors; ++f) {
        for (std::size_t g = f + 1; g < factors; ++g) add(f, g);
    }
    if (form == MetamodelForm::interactions) return terms;
    for (std::size_t f = 0; f < factors; ++f) add(f, f);
    return terms;
}

double value_of(const Term& term, const std::vector<double>& point) {
    double value = 1.0;
    for (std::size_t f = 0; f < term.size(); ++f) {
        for (int power = 0; power < term[f]; ++power) value *= point[f];
    }
    return value;
}

}  // namespace

double Metamodel::at(const std::vector<double>& point) const {
    double value = 0.0;
    for (std::size_t t = 0; t < terms.size(); ++t) {
        value += coefficients[t].estimate * value_of(terms[t], point);
    }
    return value;
}

Metamodel fit_metamodel(const Points& points, const Samples& responses, MetamodelForm form,
                        double confidence) {
    require(!points.empty() && points.size() == responses.size(),
            "fit_metamodel: needs responses of each point");
    Metamodel model;
    model.terms = terms_of(points.front().size(), form);
    const auto terms = static_cast<Eigen::Index>(model.terms.size());

    std::vector<std::size_t> point_of;  // of each observation
    std::vector<double> seen;
    double pure_error = 0.0;      // sum of squares of replications about their means
    std::size_t seen_points = 0;  // with a number
    Accumulator all;
    for (std::size_t p = 0; p < points.size(); ++p) {
        require(points[p].size() == points.front().size(), "fit_metamodel: points differ in size");
        Accumulator at_point;
        for (const double value : responses[p]) {
            if (std::isnan(value)) continue;
            at_point.add(value);
            all.add(value);
            seen.push_back(value);
            point_of.push_back(p);
        }
        if (at_point.count() > 0) ++seen_points;
        if (at_point.count() > 1) {
            pure_error += at_point.variance() * static_cast<double>(at_point.count() - 1);
        }
    }
    model.observations = seen.size();
    const auto rows = static_cast<Eigen::Index>(seen.size());
    require(rows >= terms, "fit_metamodel: fewer observations than terms");
    Eigen::MatrixXd basis(rows, terms);
    for (Eigen::Index row = 0; row < rows; ++row) {
        for (Eigen::Index t = 0; t < terms; ++t) {
            basis(row, t) = value_of(model.terms[static_cast<std::size_t>(t)],
                                     points[point_of[static_cast<std::size_t>(row)]]);
        }
    }
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(basis);
    require(qr.rank() == terms, "fit_metamodel: the points cannot tell the terms apart");
    const Eigen::Map<const Eigen::VectorXd> values(seen.data(), rows);
    const Eigen::VectorXd coefficients = qr.solve(values);
    const double squares = (values - basis * coefficients).squaredNorm();

    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(rows), p = static_cast<double>(terms);
    const double total = all.count() > 1 ? all.variance() * (n - 1.0) : 0.0;
    const double variance = n > p ? squares / (n - p) : kNaN;
    model.residual_sd = std::sqrt(variance);
    model.r_squared = 1.0 - squares / total;
    model.adjusted_r_squared = 1.0 - variance / (total / (n - 1.0));
    const double t = n > p ? student_t(static_cast<std::size_t>(rows - terms), confidence) : kNaN;
    // (X'X)^-1 = P R^-1 R^-T P'.
    const Eigen::MatrixXd inverse_root = qr.matrixR()
                                             .topLeftCorner(terms, terms)
                                             .triangularView<Eigen::Upper>()
                                             .solve(Eigen::MatrixXd::Identity(terms, terms));
    const Eigen::MatrixXd rotated = qr.colsPermutation() * inverse_root;
    for (Eigen::Index k = 0; k < terms; ++k) {
        const double error = std::sqrt(variance * rotated.row(k).squaredNorm());
        model.standard_errors.push_back(error);
        model.coefficients.push_back(
            {coefficients[k], coefficients[k] - t * error, coefficients[k] + t * error});
    }

    const double spare_points = static_cast<double>(seen_points) - p;
    const double spare_replications = n - static_cast<double>(seen_points);
    model.lack_of_fit_f = model.lack_of_fit_p = kNaN;
    if (spare_points > 0.0 && spare_replications > 0.0 && pure_error > 0.0) {
        model.lack_of_fit_f =
            std::max(0.0, squares - pure_error) / spare_points / (pure_error / spare_replications);
        model.lack_of_fit_p = cdf(complement(
            boost::math::fisher_f(spare_points, spare_replications), model.lack_of_fit_f));
    }
    return model;
}

}  // namespace yhdyspinta::statistics
